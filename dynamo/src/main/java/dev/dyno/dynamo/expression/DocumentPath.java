package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.item.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A path into an item: names of attributes, and indexes of lists. Immutable. */
public final class DocumentPath {

    /** A name, or an index where the name is null. */
    record Step(String name, byte[] utf8, int index) {
        static Step of(String name) {
            return new Step(name, name.getBytes(StandardCharsets.UTF_8), -1);
        }

        static Step of(int index) {
            return new Step(null, null, index);
        }

        boolean isIndex() {
            return name == null;
        }

        @Override
        public String toString() {
            return isIndex() ? "[" + index + "]" : name;
        }
    }

    private final Step[] steps;

    DocumentPath(List<Step> steps) {
        this.steps = steps.toArray(Step[]::new);
    }

    /** A path of one attribute. */
    public static DocumentPath of(String attribute) {
        return new DocumentPath(List.of(Step.of(attribute)));
    }

    int length() {
        return steps.length;
    }

    Step step(int i) {
        return steps[i];
    }

    /** The attribute it begins with. */
    public String attribute() {
        return steps[0].name();
    }

    /** Finds the value; {@code out} is cleared if there is none. */
    boolean find(Value item, Value out) {
        out.wrap(item);
        for (Step step : steps) {
            boolean found = step.isIndex() ? out.element(step.index(), out) : out.find(step.utf8(), out);
            if (!found) {
                return false;
            }
        }
        return true;
    }

    /** As messages have it: {@code [a, [0], b]}. */
    @Override
    public String toString() {
        return List.of(steps).toString();
    }
}
