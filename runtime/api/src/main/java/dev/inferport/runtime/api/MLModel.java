package dev.inferport.runtime.api;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A model. Extend it, with a public constructor that takes {@link ModelSettings}, to serve something of your own:
 *
 * <pre>{@code
 * public final class SumModel extends MLModel {
 *     private float bias;
 *
 *     public SumModel(ModelSettings settings) {
 *         super(settings);
 *     }
 *
 *     @Override
 *     public boolean load() throws IOException {
 *         bias = Float.parseFloat(Files.readString(ModelUri.resolve(settings(), "bias.txt")).strip());
 *         return true;
 *     }
 *
 *     @Override
 *     public InferenceResponse predict(InferenceRequest request) {
 *         float sum = bias;
 *         for (float value : request.singleInput().tensor().toFloats()) {
 *             sum += value;
 *         }
 *         return InferenceResponse.of(new ResponseOutput("total", Tensor.of(new float[] {sum}, 1, 1)));
 *     }
 * }
 * }</pre>
 *
 * <p>A model with metrics of its own has a constructor that takes {@link ModelSettings} and {@link CustomMetrics}.
 *
 * <p>The runtime calls {@link #load()} once, on a thread that serves no requests, and {@link #unload()} at most once,
 * when the last request has ended. In between, the predict methods are called from many threads at a time; what
 * {@code load()} wrote is visible to them.
 */
public abstract class MLModel {

    private final ModelSettings settings;
    private final ModelCodecs codecs = new ModelCodecs(this);

    protected MLModel(ModelSettings settings) {
        this.settings = settings;
    }

    public final String name() {
        return settings.name();
    }

    public final Optional<String> version() {
        return settings.version();
    }

    public final ModelSettings settings() {
        return settings;
    }

    /**
     * Makes the model ready to predict.
     *
     * @return whether it is ready; a model that is not is kept out of service, and the load has failed
     * @throws Exception where it can't be loaded; the message reaches whoever asked for the load
     */
    public boolean load() throws Exception {
        return true;
    }

    /**
     * Answers something before the model goes into service, so that the first request finds warm caches and compiled
     * code. Called once, after {@link #load()}; unless overridden it does nothing.
     *
     * @throws Exception where the model can't answer; the load has failed then
     */
    public void warmUp() throws Exception {}

    /**
     * Answers one request; the whole request is there, and the runtime adds names and ids to the response.
     *
     * @throws InferenceException where the request is at fault
     * @throws Exception where the model is: the client gets INTERNAL with the message
     */
    public InferenceResponse predict(InferenceRequest request) throws Exception {
        throw new InferenceException(
                InferenceException.Reason.UNIMPLEMENTED, "model '" + name() + "' does not implement predict()");
    }

    /**
     * Answers one request without holding a thread meanwhile. The runtime calls this one; unless overridden it runs
     * {@link #predict}.
     */
    public CompletionStage<InferenceResponse> predictAsync(InferenceRequest request) throws Exception {
        return CompletableFuture.completedFuture(predict(request));
    }

    /**
     * Answers a stream of requests with any number of responses; the stream of responses ends when this returns. Unless
     * overridden, each request gets the response that {@link #predict} gives.
     *
     * @param requests waits in {@code hasNext()} for the client; false when it has sent its last request
     * @param responses takes the answers as they come
     */
    public void predictStream(Iterator<InferenceRequest> requests, ResponseSink responses) throws Exception {
        while (requests.hasNext()) {
            responses.send(predict(requests.next()));
        }
    }

    /**
     * HTTP routes of the model's own, which the REST port serves while the model is loaded. Called once, after
     * {@link #load()}.
     */
    public List<RestRoute> restRoutes() {
        return List.of();
    }

    /**
     * Frees what {@link #load()} took. Called also after a load that failed.
     *
     * @return whether the model is out of use
     */
    public boolean unload() throws Exception {
        return true;
    }

    /** What the model says of itself; by default what its settings say. */
    public ModelMetadata metadata() {
        Parameters parameters = settings.parameters()
                .contentType()
                .map(contentType -> Parameters.of("content_type", contentType))
                .orElse(Parameters.none());
        return new ModelMetadata(
                name(), settings.versions(), settings.platform(), settings.inputs(), settings.outputs(), parameters);
    }

    /** The bytes of memory that the loaded model holds, on the heap and beside it; empty where it can't say. */
    public OptionalLong sizeInBytes() {
        return OptionalLong.empty();
    }

    /**
     * The values of an input, as the type that the codec gives. How they are written is what the input's content type
     * says, else what the metadata says of the input of that name.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where they can't be read
     */
    protected final <T> T decode(RequestInput input, InputCodec<T> codec) {
        return codecs.decode(input, codec);
    }

    /**
     * The values of an input, as the type that its content type stands for: a {@link Tensor}, or a list of strings,
     * byte arrays or dates and times. Without a content type, or with an unknown one, it is the tensor.
     */
    protected final Object decode(RequestInput input) {
        return codecs.decode(input);
    }

    /** The whole request, as the type that the codec gives; inputs are read as {@link #decode} reads them. */
    protected final <T> T decodeRequest(InferenceRequest request, RequestCodec<T> codec) {
        return codecs.decode(request, codec);
    }

    /**
     * The whole request, as the type that its content type stands for, else that of the settings: a {@link Tensor}, a
     * list of strings, a {@link Table}; without either, the request itself.
     */
    protected final Object decodeRequest(InferenceRequest request) {
        return codecs.decode(request);
    }

    /**
     * An output, written as the content type says that the request asks for or the metadata names, as far as it suits
     * the value; otherwise by the value's type.
     *
     * @param payload a {@link Tensor}, or a list of strings, byte arrays or dates and times
     */
    protected final ResponseOutput encode(InferenceRequest request, String name, Object payload) {
        return codecs.encode(request, name, payload);
    }

    /**
     * A whole response, written by the value's type.
     *
     * @param payload a {@link Tensor}, a list of strings, or a {@link Table}, which has an output per column
     */
    protected final InferenceResponse encodeResponse(Object payload) {
        return codecs.encode(payload);
    }
}
