package dev.dyno.dynamo.item;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in the layout's Javadoc is the table of its declaration, and its bytes are as they were. */
class LayoutTest {

    @Test
    void theTableInTheJavadocIsThatOfTheDeclaration() throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/dyno/dynamo/item/ItemLayout.java"));
        String inside = source.substring(source.indexOf("<pre>") + "<pre>\n".length(), source.indexOf(" * </pre>"));
        String table = inside.lines().map(line -> line.substring(Math.min(line.length(), 3)) + "\n")
                .collect(Collectors.joining());
        assertEquals(ItemLayout.LAYOUT.toTable(), table);
    }

    @Test
    void theBytesAreGolden() {
        ItemWriter out = new ItemWriter();
        out.beginItem();
        out.name("n");
        out.number("-12.5");
        out.name("a");
        int list = out.begin(Types.L);
        out.bool(true);
        out.nil();
        out.string("é");
        out.end(list);
        out.name("c");
        int set = out.begin(Types.SS);
        out.string("y");
        out.string("x");
        out.end(set);
        out.endItem();
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < out.end(); i++) {
            hex.append(String.format("%02x", out.buffer().getByte(i)));
        }
        assertEquals("01000000" + "13000000"
                + "0161" + "08" + "07000000" + "0a01" + "09" + "0102c3a9"
                + "0163" + "04" + "04000000" + "0178" + "0179"
                + "016e" + "02" + "04" + "3e5933ff", hex.toString());
    }
}
