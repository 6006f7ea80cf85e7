/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * JSON between gateways and towards clients: times in RFC 3339 UTC with milliseconds and {@code Z}, durations in ISO
 * 8601, fields in declared order, absent instead of null. Reading ignores unknown fields, so that a newer neighbour may
 * add optional ones, and refuses what PostgreSQL cannot store as text.
 */
public final class WireJson {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern TIME_FORM =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    /** The mapper; immutable and shared. */
    public static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(limits()).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            // A record's claims (isAddressable) are not its fields.
            .changeDefaultVisibility(seen -> seen.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_EMPTY))
            // An empty text is a text: dropped, it would read back as absent.
            .withConfigOverride(String.class, text -> text.setInclude(JsonInclude.Value.ALL_NON_NULL))
            .addModule(wireTypes())
            .build();

    private WireJson() {}

    /** Writes a time as every message and answer of the exchange does. */
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** Reads an RFC 3339 time with a zone; leap seconds, years over 9999 and zoneless times are refused. */
    public static Instant time(String text) {
        if (!TIME_FORM.matcher(text).matches()) {
            throw new DateTimeException("not an RFC 3339 time with a zone");
        }
        OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        if (time.getYear() < 1 || time.getYear() > 9999) {
            throw new DateTimeException("in UTC not in the years 1 to 9999, so it could not be written again");
        }
        return time.toInstant();
    }

    private static StreamReadConstraints limits() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(32)
                .maxTokenCount(50_000)
                .maxStringLength(64 * 1024)
                .maxNameLength(128)
                .maxNumberLength(32)
                .build();
    }

    private static SimpleModule wireTypes() {
        return new SimpleModule("tocsin")
                .addSerializer(Instant.class, new TimeWriter())
                .addDeserializer(Instant.class, new TimeReader())
                .addDeserializer(Duration.class, new DurationReader())
                .addDeserializer(UUID.class, new UuidReader())
                .addDeserializer(String.class, new TextReader())
                .setDeserializerModifier(new ExactWords());
    }

    private static final class TimeWriter extends StdSerializer<Instant> {
        TimeWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
            out.writeString(time(value));
        }
    }

    private static final class TimeReader extends StdScalarDeserializer<Instant> {
        TimeReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) {
            try {
                return time(in.getString());
            } catch (DateTimeException notATime) {
                throw context.weirdStringException("", Instant.class, "not an RFC 3339 time");
            }
        }
    }

    private static final class DurationReader extends StdScalarDeserializer<Duration> {
        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser in, DeserializationContext context) {
            try {
                return Duration.parse(in.getString());
            } catch (DateTimeParseException notADuration) {
                throw context.weirdStringException("", Duration.class, "not an ISO 8601 duration");
            }
        }
    }

    /** One spelling per identity: Jackson alone takes upper case and Base64 too. */
    private static final class UuidReader extends StdScalarDeserializer<UUID> {
        private static final Pattern FORM =
                Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

        UuidReader() {
            super(UUID.class);
        }

        @Override
        public UUID deserialize(JsonParser in, DeserializationContext context) {
            String text = in.getString();
            if (!FORM.matcher(text).matches()) {
                throw context.weirdStringException("", UUID.class, "not a UUID in lower case");
            }
            return UUID.fromString(text);
        }
    }

    /** Lets no enum reader trim what it reads, as Jackson's does. */
    private static final class ExactWords extends ValueDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public ValueDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config,
                JavaType type,
                BeanDescription.Supplier bean,
                ValueDeserializer<?> reader) {
            return new ExactWord(reader);
        }
    }

    private static final class ExactWord extends DelegatingDeserializer {
        ExactWord(ValueDeserializer<?> reader) {
            super(reader);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> reader) {
            return new ExactWord(reader);
        }

        @Override
        public Object deserialize(JsonParser in, DeserializationContext context) {
            if (in.currentToken() == JsonToken.VALUE_STRING
                    && !in.getString().equals(in.getString().strip())) {
                throw context.weirdStringException("", handledType(), "has white space around it");
            }
            return super.deserialize(in, context);
        }
    }

    /** A NUL inside a signed text passes every check and then fails in PostgreSQL (SQLSTATE 22021). */
    private static final class TextReader extends StdScalarDeserializer<String> {
        TextReader() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser in, DeserializationContext context) {
            if (in.currentToken() != JsonToken.VALUE_STRING) {
                return (String) context.handleUnexpectedToken(context.constructType(String.class), in);
            }
            String text = in.getString();
            if (StrictJson.hasUnstorable(text)) {
                throw context.weirdStringException("", String.class, "holds NUL or half a surrogate pair");
            }
            return text;
        }
    }
}
