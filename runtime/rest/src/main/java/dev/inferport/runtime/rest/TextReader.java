package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Reads BYTES elements: strings, as UTF-8 behind their length. Base64 is text like any other here. */
final class TextReader implements ElementReader {

    private static final int MAX_UTF8_PER_CHAR = 3;

    private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();

    @Override
    public void read(JsonParser parser, ElementBuffer elements) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new WrongElementException("a string for BYTES");
        }
        CharBuffer text = CharBuffer.wrap(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        ByteBuffer room =
                elements.room(Math.addExact(Integer.BYTES, Math.multiplyExact(text.remaining(), MAX_UTF8_PER_CHAR)));
        int start = room.position();
        room.putInt(0);
        CoderResult result = utf8.reset().encode(text, room, true);
        if (result.isError()) {
            throw new WrongElementException("text for BYTES, without half a surrogate pair");
        }
        room.putInt(start, room.position() - start - Integer.BYTES);
    }
}
