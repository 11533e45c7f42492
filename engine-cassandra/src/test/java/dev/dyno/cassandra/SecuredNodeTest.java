package dev.dyno.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.cassandra.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A server that asks who one is, encrypts with a certificate that it signed itself, and takes small mutations only. */
@EnabledIf(value = "dev.dyno.cassandra.OneNode#possible", disabledReason = OneNode.WHY_NOT)
class SecuredNodeTest {

    private static final int MUTATION_KIB = 512;

    @TempDir
    private static Path files;

    private static LocalCluster cluster;
    private static Path certificate;
    private static String address;

    @BeforeAll
    static void start() throws Exception {
        String net = LocalCluster.netOfThisProcess(2);
        address = net + ".1";
        certificate = selfSigned("server");
        String settings = """
                authenticator: PasswordAuthenticator
                authorizer: CassandraAuthorizer
                max_mutation_size: %dKiB
                client_encryption_options:
                  enabled: true
                  optional: true
                  keystore: %s
                  keystore_password: certainly
                """.formatted(MUTATION_KIB, files.resolve("server.p12"));
        cluster = OneNode.start(Path.of("target", "cassandra-secured"), 1, net,
                local -> local.withLazyLog().withSettings(settings));
        LocalCluster.await("the first role", SecuredNodeTest::isFirstRoleThere);
        try (CqlSession admin = admin()) {
            admin.execute("CREATE ROLE visitor WITH LOGIN = true AND PASSWORD = 'let me in'");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.erase();
        }
    }

    /** A key for a server, and beside it the certificate as PEM. */
    private static Path selfSigned(String name) throws IOException, InterruptedException {
        String store = files.resolve(name + ".p12").toString();
        Path pem = files.resolve(name + ".pem");
        keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=dyno", "-ext",
                "san=ip:" + address + ",dns:localhost", "-keystore", store, "-storepass", "certainly");
        keytool("-exportcert", "-alias", name, "-rfc", "-file", pem.toString(), "-keystore", store, "-storepass",
                "certainly");
        return pem;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool")
                .toString());
        command.command().addAll(List.of(arguments));
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }

    private static CqlSession admin() {
        return OneNode.builder(cluster.contactPoints()).withAuthCredentials("cassandra", "cassandra").build();
    }

    private static boolean isFirstRoleThere() {
        try (CqlSession session = admin()) {
            return !session.isClosed();
        } catch (AllNodesFailedException e) {
            return false; // the server makes it soon after it answers, not before
        }
    }

    private static Engine open(Path directory, String... options) {
        Map<String, String> all = new HashMap<>(Map.of("contact-points", cluster.contactPoints()));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new CassandraEngineProvider().open(EngineConfig.at(directory).withOptions(all));
    }

    private static String password(String text) throws IOException {
        return Files.writeString(Files.createTempFile(files, "password", ""), text + "\n").toString();
    }

    private static void refusedWith(Path directory, String words, String... options) {
        EngineException.Io refusal = assertThrows(EngineException.Io.class, () -> open(directory, options).close());
        assertTrue(refusal.getMessage().contains(words), refusal::getMessage);
    }

    @Test
    void whoIsNotKnownIsRefusedInWords(@TempDir Path directory) throws IOException {
        refusedWith(directory, "requires authentication");
        refusedWith(directory, "password are incorrect", "user", "visitor", "password-file",
                password("guess"));
        refusedWith(directory, "statement=CREATE KEYSPACE", "user", "visitor", "password-file",
                password("let me in"), "keyspace", "of_nobody");
    }

    @Test
    void aServerIsTrustedByItsCertificate(@TempDir Path directory) throws Exception {
        String[] superuser = {"user", "cassandra", "password-file", password("cassandra"), "tls", "true",
                "tls-certificates", certificate.toString()};
        try (Engine engine = open(directory, superuser); CqlSession admin = admin();
                Session session = engine.openSession()) {
            engine.createTable(TableSpec.sorted("secrets"));
            assertTrue(session.table("secrets").put(Key.of("p", "s"), new UnsafeBuffer(new byte[3]), 0, 3) > 0);
            assertTrue(session.table("secrets").get(Key.of("p", "s"), new ItemView()));
            long encrypted = admin.execute("SELECT ssl_enabled FROM system_views.clients").all().stream()
                    .filter(row -> row.getBoolean(0)).count();
            assertTrue(encrypted > 0, "no connection is encrypted");
        }
    }

    @Test
    void anotherCertificateIsNotTrusted(@TempDir Path directory) throws Exception {
        String other = selfSigned("other").toString();
        refusedWith(directory, "SSLHandshakeException", "user", "cassandra", "password-file",
                password("cassandra"), "tls", "true", "tls-certificates", other, "connect-millis", "5000");
        Path empty = Files.createFile(files.resolve("empty.pem"));
        refusedWith(directory, "file has no certificates: file=" + empty, "tls", "true", "tls-certificates",
                empty.toString());
    }

    @Test
    void aServerWithoutTlsIsNamed(@TempDir Path directory) {
        refusedWith(directory, "the node does not speak TLS", "contact-points",
                OneNode.options().get("contact-points"), "tls", "true", "connect-millis", "2000");
    }

    @Test
    void aMutationOverTheServersLimitIsRefusedWithIt(@TempDir Path directory) throws Exception {
        try (Engine engine = open(directory, "user", "cassandra", "password-file", password("cassandra"));
                Session session = engine.openSession()) {
            engine.createTable(TableSpec.sorted("large"));
            int most = engine.limits().valueBytes();
            assertTrue(most < MUTATION_KIB << 10, "limit=" + most);
            UnsafeBuffer value = new UnsafeBuffer(new byte[most + 1]);
            assertTrue(session.table("large").put(Key.of("p", "s"), value, 0, most) > 0);
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                    () -> session.table("large").put(Key.of("p", "s"), value, 0, most + 1));
            assertTrue(refusal.getMessage().contains(Integer.toString(most)), refusal::getMessage);
        }
    }

    @Test
    void aKeyspaceThatIsGoneIsNamed(@TempDir Path directory) throws Exception {
        try (Engine engine = open(directory, "user", "cassandra", "password-file", password("cassandra"),
                "keyspace", "fleeting"); Session session = engine.openSession(); CqlSession admin = admin()) {
            engine.createTable(TableSpec.sorted("t"));
            admin.execute("DROP KEYSPACE fleeting");
            EngineException.Io refusal = assertThrows(EngineException.Io.class,
                    () -> session.table("t").put(Key.of("p", "s"), new UnsafeBuffer(new byte[1]), 0, 1));
            assertTrue(refusal.getMessage().contains("fleeting"), refusal::getMessage);
        } catch (EngineException.Io e) {
            assertTrue(e.getMessage().contains("fleeting"), e::getMessage); // by the close
        }
    }
}
