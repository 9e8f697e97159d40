package dev.inferport.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestRouteTest {

    @Test
    void aCallShowsItsTextAndVariables() throws Exception {
        RestRoute route = RestRoute.post(
                "/echo/{language}", call -> RestReply.text(call.variable("language") + ": " + call.text()));
        RestCall call = new RestCall(
                "POST",
                Map.of("language", "de"),
                Map.of(),
                Map.of(),
                ByteBuffer.wrap("wörld".getBytes(StandardCharsets.UTF_8)));

        RestReply reply = route.handler().handle(call);

        assertThat(StandardCharsets.UTF_8.decode(reply.body()).toString()).isEqualTo("de: wörld");
        assertThat(reply.status()).isEqualTo(200);
        assertThatThrownBy(() -> call.variable("speed")).hasMessage("the route has no variable 'speed'");
    }

    @Test
    void aRouteThatNoRequestCouldHaveIsRefused() {
        assertThatThrownBy(() -> new RestRoute("post", "/x", call -> RestReply.text("")))
                .hasMessage("method: 'post' (expected: upper case, such as POST)");
        assertThatThrownBy(() -> RestRoute.get("x", call -> RestReply.text(""))).hasMessageStartingWith("path: 'x'");
        assertThatThrownBy(() -> RestReply.json("{}").withStatus(99)).hasMessage("status: 99 (expected: 200 to 599)");
    }
}
