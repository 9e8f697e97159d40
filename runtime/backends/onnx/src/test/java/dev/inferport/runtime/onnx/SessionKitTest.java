package dev.inferport.runtime.onnx;

import dev.inferport.runtime.backendkit.BackendKit;
import dev.inferport.runtime.backendkit.Sample;
import java.util.List;
import java.util.Set;

/** What ONNX Runtime answers itself. */
class SessionKitTest extends BackendKit {

    private static final Fixture FIXTURE = Fixture.of("library-different-questions");

    @Override
    protected Sample sample() {
        return new Sample(FIXTURE.file(), "x", FIXTURE.input("x"), "y", FIXTURE.output("y"));
    }

    @Override
    protected Set<String> otherNames() {
        return Set.of("onnxruntime", "onnxruntime_onnx");
    }

    @Override
    protected List<String> wellKnownFiles() {
        return List.of("model.onnx");
    }
}
