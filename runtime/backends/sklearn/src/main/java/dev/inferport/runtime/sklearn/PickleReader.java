package dev.inferport.runtime.sklearn;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/**
 * Reads a pickle of protocol 0 to 5, with the arrays that joblib puts between the opcodes. What comes out is data:
 * numbers, texts, lists, {@link PyDict}s, {@link NdArray}s, and {@link PyObject}s, which record what Python would have
 * called with which arguments. Nothing is called, and a name that {@link AllowedNames} does not list ends the reading.
 */
final class PickleReader {

    private static final int NEWEST_PROTOCOL = 5;
    private static final int MOST_OPCODES = 40_000_000;
    private static final int DEEPEST_NESTED_PICKLE = 2;
    private static final int LONGEST_INTEGER = 1024;

    private final PickleInput in;
    private final AllowedNames allowed;
    private final int depth;
    private final PickleStack stack = new PickleStack();
    private int opcodes;

    PickleReader(PickleInput in, AllowedNames allowed) {
        this(in, allowed, 0);
    }

    private PickleReader(PickleInput in, AllowedNames allowed, int depth) {
        this.in = in;
        this.allowed = allowed;
        this.depth = depth;
    }

    /** Reads up to the end of the pickle, not of the input. */
    Object read() throws IOException {
        for (int opcode = in.unsignedByte(); opcode != Opcode.STOP; opcode = in.unsignedByte()) {
            if (++opcodes > MOST_OPCODES) {
                throw new InvalidModelException("the pickle has more than " + MOST_OPCODES + " opcodes");
            }
            if (!number(opcode) && !text(opcode) && !container(opcode) && !memo(opcode) && !object(opcode)) {
                throw new InvalidModelException(String.format(
                        "opcode 0x%02x at byte %d is not one that a scikit-learn model is written with",
                        opcode, in.position() - 1));
            }
        }
        return stack.pop();
    }

    private boolean number(int opcode) throws IOException {
        switch (opcode) {
            case Opcode.NONE -> stack.push(PyNone.NONE);
            case Opcode.NEWTRUE -> stack.push(true);
            case Opcode.NEWFALSE -> stack.push(false);
            case Opcode.BININT -> stack.push((long) (int) in.unsigned(4));
            case Opcode.BININT1 -> stack.push((long) in.unsignedByte());
            case Opcode.BININT2 -> stack.push(in.unsigned(2));
            case Opcode.LONG1 -> stack.push(integer(in.unsignedByte()));
            case Opcode.LONG4 -> stack.push(integer(in.unsigned(4)));
            case Opcode.BINFLOAT -> stack.push(in.bigEndianDouble());
            case Opcode.INT, Opcode.LONG -> stack.push(Decimal.integer(in.line()));
            case Opcode.FLOAT -> stack.push(Decimal.real(in.line()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Object integer(long size) throws IOException {
        if (size > LONGEST_INTEGER) {
            throw new InvalidModelException("the pickle has an integer of " + size + " bytes");
        }
        byte[] littleEndian = in.bytes(size);
        byte[] bigEndian = new byte[littleEndian.length + 1];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[littleEndian.length - i] = littleEndian[i];
        }
        bigEndian[0] = (byte) (bigEndian.length > 1 && bigEndian[1] < 0 ? -1 : 0);
        return Decimal.narrow(new BigInteger(bigEndian));
    }

    private boolean text(int opcode) throws IOException {
        switch (opcode) {
            case Opcode.SHORT_BINUNICODE -> stack.push(utf8(in.unsignedByte()));
            case Opcode.BINUNICODE -> stack.push(utf8(in.unsigned(4)));
            case Opcode.BINUNICODE8 -> stack.push(utf8(in.int64()));
            case Opcode.UNICODE -> stack.push(RawUnicodeEscape.decode(in.line()));
            case Opcode.SHORT_BINBYTES -> stack.push(in.bytes(in.unsignedByte()));
            case Opcode.BINBYTES -> stack.push(in.bytes(in.unsigned(4)));
            case Opcode.BINBYTES8, Opcode.BYTEARRAY8 -> stack.push(in.bytes(in.int64()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private String utf8(long size) throws IOException {
        return new String(in.bytes(size), StandardCharsets.UTF_8);
    }

    private boolean container(int opcode) {
        switch (opcode) {
            case Opcode.MARK -> stack.mark();
            case Opcode.POP -> stack.pop();
            case Opcode.POP_MARK -> stack.popToMark();
            case Opcode.DUP -> stack.push(stack.peek());
            case Opcode.EMPTY_TUPLE, Opcode.EMPTY_LIST, Opcode.EMPTY_SET -> stack.push(new PyList(0));
            case Opcode.EMPTY_DICT -> stack.push(new PyDict());
            case Opcode.TUPLE, Opcode.LIST, Opcode.FROZENSET -> stack.push(stack.popToMark());
            case Opcode.TUPLE1 -> stack.push(tuple(1));
            case Opcode.TUPLE2 -> stack.push(tuple(2));
            case Opcode.TUPLE3 -> stack.push(tuple(3));
            case Opcode.DICT -> {
                PyDict dict = new PyDict();
                putAll(dict, stack.popToMark());
                stack.push(dict);
            }
            case Opcode.APPEND -> {
                Object value = stack.pop();
                appendable(stack.peek()).add(value);
            }
            case Opcode.APPENDS, Opcode.ADDITEMS -> {
                List<Object> values = stack.popToMark();
                appendable(stack.peek()).addAll(values);
            }
            case Opcode.SETITEM -> {
                List<Object> entry = tuple(2);
                putAll(stack.peek(), entry);
            }
            case Opcode.SETITEMS -> {
                List<Object> entries = stack.popToMark();
                putAll(stack.peek(), entries);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private List<Object> tuple(int size) {
        List<Object> tuple = new PyList(size);
        for (int i = 0; i < size; i++) {
            tuple.add(0, stack.pop());
        }
        return tuple;
    }

    @SuppressWarnings("unchecked") // all lists on the stack are lists of objects
    private static List<Object> appendable(Object target) {
        if (target instanceof List<?> list) {
            return (List<Object>) list;
        }
        if (target instanceof PyObject object) {
            return object.appended();
        }
        throw Py.unexpected(target, "a list to append to");
    }

    private static void putAll(Object target, List<Object> entries) {
        PyDict dict = target instanceof PyObject object ? object.items() : null;
        if (target instanceof PyDict plain) {
            dict = plain;
        }
        if (dict == null || entries.size() % 2 != 0) {
            throw Py.unexpected(target, "a dictionary to put entries into");
        }
        for (int i = 0; i < entries.size(); i += 2) {
            dict.put(entries.get(i), entries.get(i + 1));
        }
    }

    private boolean memo(int opcode) throws IOException {
        switch (opcode) {
            case Opcode.MEMOIZE -> stack.memoize();
            case Opcode.BINPUT -> stack.memoize(in.unsignedByte());
            case Opcode.LONG_BINPUT -> stack.memoize(in.unsigned(4));
            case Opcode.PUT -> stack.memoize(Decimal.index(in.line()));
            case Opcode.BINGET -> stack.push(stack.recall(in.unsignedByte()));
            case Opcode.LONG_BINGET -> stack.push(stack.recall(in.unsigned(4)));
            case Opcode.GET -> stack.push(stack.recall(Decimal.index(in.line())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int opcode) throws IOException {
        switch (opcode) {
            case Opcode.PROTO -> requireProtocol(in.unsignedByte());
            case Opcode.FRAME -> in.int64();
            case Opcode.GLOBAL -> stack.push(allowed.require(in.line(), in.line()));
            case Opcode.STACK_GLOBAL -> {
                String name = Py.text(stack.pop());
                stack.push(allowed.require(Py.text(stack.pop()), name));
            }
            case Opcode.REDUCE -> {
                List<Object> arguments = arguments(stack.pop());
                stack.push(Construction.reduce(global(stack.pop()), arguments, in));
            }
            case Opcode.NEWOBJ -> {
                List<Object> arguments = arguments(stack.pop());
                stack.push(new PyObject(global(stack.pop()), arguments));
            }
            case Opcode.BUILD -> build();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void build() throws IOException {
        Object state = stack.pop();
        if (!(stack.peek() instanceof PyObject object)) {
            throw Py.unexpected(stack.peek(), "an object to set the state of");
        }
        object.build(state);
        if (PickledArray.isJoblibWrapper(object.type())) {
            stack.pop();
            stack.push(PickledArray.readJoblib(object, in, this::readNested));
        }
    }

    private Object readNested() throws IOException {
        if (depth == DEEPEST_NESTED_PICKLE) {
            throw new InvalidModelException("the file nests pickles more than " + DEEPEST_NESTED_PICKLE + " deep");
        }
        return new PickleReader(in, allowed, depth + 1).read();
    }

    private static void requireProtocol(int protocol) {
        if (protocol > NEWEST_PROTOCOL) {
            throw new InvalidModelException(
                    "the pickle has protocol " + protocol + " (expected: at most " + NEWEST_PROTOCOL + ")");
        }
    }

    private static PyGlobal global(Object callable) {
        if (callable instanceof PyGlobal global) {
            return global;
        }
        throw Py.unexpected(callable, "the name of a class or function");
    }

    private static List<Object> arguments(Object value) {
        if (value instanceof List<?> list) {
            // No copy: a file may use a long one again and again.
            return Collections.unmodifiableList(list);
        }
        throw Py.unexpected(value, "a tuple of arguments");
    }
}
