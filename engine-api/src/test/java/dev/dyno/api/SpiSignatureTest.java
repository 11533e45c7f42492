package dev.dyno.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The SPI's public signatures as committed text, with the interfaces of the ground: a change of the contract is a
 * change of that file, seen in review.
 * Rewritten by {@code -Dgolden=rewrite}.
 */
class SpiSignatureTest {

    private static final Path GOLDEN = Path.of("src/test/resources/spi.signature");
    private static final Path CLASSES = Path.of("target/classes");

    @Test
    void theContractChangesOnlyOnPurpose() throws IOException {
        String signature = signature();
        if ("rewrite".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, signature);
        }
        assertEquals(Files.readString(GOLDEN), signature,
                "the SPI changed; if on purpose, run this test with -Dgolden=rewrite and say why in the commit");
    }

    private static String signature() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES.resolve("dev/dyno/api"))) {
            return files.map(file -> CLASSES.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
                    .map(name -> name.replace(".class", "").replace('/', '.').replace('\\', '.')).sorted()
                    .map(SpiSignatureTest::load).filter(SpiSignatureTest::isVisible)
                    .map(SpiSignatureTest::describe).collect(Collectors.joining("\n"));
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, SpiSignatureTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name, e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
            if (!Modifier.isPublic(outer.getModifiers())) {
                return false;
            }
        }
        return type.isInterface() || type.getPackage().equals(Engine.class.getPackage());
    }

    private static String describe(Class<?> type) {
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (isApi(field.getModifiers()) && !field.isSynthetic() && !field.getName().equals("serialVersionUID")) {
                members.add("  " + modifiers(field.getModifiers()) + field.getType().getSimpleName() + " "
                        + field.getName());
            }
        }
        Stream.of(type.getDeclaredConstructors(), type.getDeclaredMethods()).flatMap(Arrays::stream)
                .filter(member -> isApi(member.getModifiers()) && !member.isSynthetic())
                .forEach(member -> members.add("  " + describe(member)));
        members.sort(null);
        return modifiers(type.getModifiers() & ~Modifier.ABSTRACT & ~Modifier.INTERFACE)
                + (type.isInterface() ? "interface " : type.isRecord() ? "record " : type.isEnum() ? "enum " : "class ")
                + type.getName() + "\n" + members.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String describe(Executable member) {
        String parameters = Arrays.stream(member.getParameterTypes()).map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        String result = member instanceof java.lang.reflect.Method method
                ? method.getReturnType().getSimpleName() + " " + method.getName() : "new";
        return modifiers(member.getModifiers() & ~Modifier.TRANSIENT & ~Modifier.VOLATILE) + result
                + "(" + parameters + ")";
    }

    private static boolean isApi(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String modifiers(int modifiers) {
        String text = Modifier.toString(modifiers);
        return text.isEmpty() ? "" : text + " ";
    }
}
