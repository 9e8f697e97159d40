package dev.inferport.runtime.api;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.util.List;

/**
 * Dates and times as Python's {@code isoformat} writes them: an {@link OffsetDateTime} where there is an offset, a
 * {@link LocalDateTime} where there is none; a date alone is its midnight.
 */
final class DatetimeCodec implements InputCodec<List<Temporal>> {

    static final String CONTENT_TYPE = "datetime";

    private static final DateTimeFormatter READ = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:mm:ss", "Z")
            .optionalEnd()
            .optionalEnd()
            .toFormatter();

    /** Python before 3.11 reads three or six digits of a second, and no Z. */
    private static final String SECONDS = "uuuu-MM-dd'T'HH:mm:ss";

    private static final DateTimeFormatter WHOLE = DateTimeFormatter.ofPattern(SECONDS + "[xxx]");
    private static final DateTimeFormatter FRACTION = DateTimeFormatter.ofPattern(SECONDS + ".SSSSSS[xxx]");

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public boolean canEncode(Object payload) {
        return payload instanceof List<?> list && list.stream().allMatch(DatetimeCodec::isDateTime);
    }

    @Override
    public List<Temporal> decode(RequestInput input) {
        return STRING.decode(input).stream().map(text -> parse(input, text)).toList();
    }

    /** @param payload of {@link OffsetDateTime}, {@link LocalDateTime} or {@link java.time.ZonedDateTime} */
    @Override
    public ResponseOutput encode(String name, List<Temporal> payload) {
        List<String> texts = payload.stream().map(DatetimeCodec::format).toList();
        return new ResponseOutput(
                name, Tensor.ofStrings(texts, texts.size(), 1), Parameters.of(ContentTypes.PARAMETER, CONTENT_TYPE));
    }

    private static boolean isDateTime(Object value) {
        return value instanceof Temporal temporal
                && temporal.isSupported(ChronoField.EPOCH_DAY)
                && temporal.isSupported(ChronoField.NANO_OF_DAY);
    }

    private static Temporal parse(RequestInput input, String text) {
        try {
            TemporalAccessor parsed =
                    READ.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return parsed instanceof LocalDate date ? date.atStartOfDay() : (Temporal) parsed;
        } catch (DateTimeException e) {
            throw new InferenceException(
                    InferenceException.Reason.INVALID_ARGUMENT,
                    "input '" + input.name() + "': '" + text
                            + "' (expected: a date and time such as 2026-03-01T12:30:00+01:00)",
                    e);
        }
    }

    private static String format(Temporal value) {
        return (value.get(ChronoField.MICRO_OF_SECOND) == 0 ? WHOLE : FRACTION).format(value);
    }
}
