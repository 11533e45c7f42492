package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import com.datastax.oss.driver.api.core.ssl.SslEngineFactory;
import dev.dyno.api.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Encrypted connections: whom they trust. That a server's certificate names its host is always checked. */
final class Tls {

    private Tls() {
    }

    /**
     * @param certificates a PEM file of those to trust, or empty for those that the JVM trusts
     * @throws EngineException.Io naming the file if it holds no certificates
     */
    static SslEngineFactory trusting(String certificates) {
        try {
            SSLContext context = certificates.isEmpty() ? SSLContext.getDefault() : context(Path.of(certificates));
            return new ProgrammaticSslEngineFactory(context, null, true);
        } catch (NoSuchAlgorithmException e) {
            throw new EngineException.Io("no TLS in this JVM: cause=" + e, e);
        }
    }

    private static SSLContext context(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> trusted = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in);
            if (trusted.isEmpty()) {
                throw new EngineException.Io("file has no certificates: file=" + file, null);
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : trusted) {
                store.setCertificateEntry("trusted-" + number++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new EngineException.Io("certificates could not be read: file=" + file + ", cause=" + e, e);
        }
    }
}
