package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PemPrivateKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void theFormOfJavaIsRead(String algorithm) throws Exception {
        var key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
        var pem = KeyTool.pem("PRIVATE KEY", key.getEncoded());
        assertThat(PemPrivateKey.of("key", pem).getEncoded()).isEqualTo(key.getEncoded());
        assertThat(PemPrivateKey.of("key", pem.replace("\n", "\\n")).getEncoded())
                .isEqualTo(key.getEncoded());
    }

    @Test
    void theOlderFormForRsaIsRead() throws Exception {
        var pkcs8 = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        // Its header is 26 bytes for the usual lengths of a key.
        var pem = KeyTool.pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
        assertThat(PemPrivateKey.of("key", pem).getEncoded()).isEqualTo(pkcs8);
    }

    @Test
    void theOlderFormForEllipticCurvesIsRead() throws Exception {
        var number = "01".repeat(32);
        var sec1 = HexFormat.of().parseHex("3031020101" + "0420" + number + "a00a06082a8648ce3d030107");
        var key = (ECPrivateKey) PemPrivateKey.of("key", KeyTool.pem("EC PRIVATE KEY", sec1));
        assertThat(key.getS().toString(16)).isEqualTo(number.substring(1));
    }

    @ParameterizedTest
    @CsvSource({"secp256r1, 06082a8648ce3d030107", "secp384r1, 06052b81040022", "secp521r1, 06052b81040023"})
    void anEllipticKeyWithItsPublicKeyIsRead(String curve, String name) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        var pair = generator.generateKeyPair();
        var pem = KeyTool.pem("EC PRIVATE KEY", Sec1.of(pair, name));
        var key = (ECPrivateKey) PemPrivateKey.of("key", pem);
        assertThat(key.getS()).isEqualTo(((ECPrivateKey) pair.getPrivate()).getS());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hidden", "-----BEGIN PRIVATE KEY-----\nhidden\n-----END PRIVATE KEY-----"})
    void textThatIsNoKeyIsRefused(String text) {
        var failure = catchThrowableOfType(LoadException.class, () -> PemPrivateKey.of("the_key", text));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure).hasNoCause().message().contains("the_key").doesNotContain("hidden");
    }
}
