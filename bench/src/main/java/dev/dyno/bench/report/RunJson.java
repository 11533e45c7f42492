package dev.dyno.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;

/** The JSON of a {@link RunRecord}: {@code NaN} is absent, enum constants in lower case, unknown fields ignored. */
final class RunJson {
    private static final ObjectMapper MAPPER = mapper();

    private RunJson() {
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = JsonMapper.builder()
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
                .addModule(new SimpleModule().addDeserializer(double.class, new AbsentIsNan()))
                .build();
        mapper.configOverride(double.class).setInclude(JsonInclude.Value.empty()
                .withValueInclusion(JsonInclude.Include.CUSTOM)
                .withValueFilter(NotFinite.class));
        return mapper;
    }

    static String text(RunRecord record) {
        try {
            return MAPPER.writeValueAsString(record) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("a record has only strings, numbers and lists", e);
        }
    }

    static void write(RunRecord record, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path unfinished = target.resolveSibling(target.getFileName() + ".part");
        Files.writeString(unfinished, text(record));
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }

    static RunRecord read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        RunRecord record;
        try {
            record = MAPPER.readValue(bytes, RunRecord.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(explain(file, e), e);
        }
        if (record == null || record.format() < 1 || record.format() > RunRecord.FORMAT) {
            int found = record == null ? 0 : record.format();
            throw new IllegalArgumentException("run record has a format this version does not read: file=" + file
                    + ", format=" + found + ", limit=" + RunRecord.FORMAT);
        }
        return record;
    }

    private static String explain(Path file, JsonProcessingException e) {
        String where = e.getLocation() == null ? ""
                : ", line=" + e.getLocation().getLineNr() + ", column=" + e.getLocation().getColumnNr();
        String field = e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                ? ", field=" + mapping.getPath().stream().map(RunJson::step).collect(Collectors.joining("."))
                : "";
        return "not a readable run record: file=" + file + where + field + ", problem=" + e.getOriginalMessage();
    }

    private static String step(JsonMappingException.Reference reference) {
        return reference.getFieldName() == null ? Integer.toString(reference.getIndex()) : reference.getFieldName();
    }

    /** Reads numbers as usual; what is absent or null becomes NaN instead of a zero that looks measured. */
    private static final class AbsentIsNan extends StdScalarDeserializer<Double> {
        private static final long serialVersionUID = 1L;

        AbsentIsNan() {
            super(double.class);
        }

        @Override
        public Double deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return _parseDoublePrimitive(parser, context);
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return Double.NaN;
        }
    }

    /** Jackson's filter by equality: equal to every value that is to be left out. */
    static final class NotFinite {
        @Override
        public boolean equals(Object value) {
            return value instanceof Double number && !Double.isFinite(number);
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }
}
