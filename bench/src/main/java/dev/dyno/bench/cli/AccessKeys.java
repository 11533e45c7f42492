package dev.dyno.bench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.profiles.ProfileFile;

/** Keys from a file of the form of {@code ~/.aws/credentials}, read by AWS's library. */
final class AccessKeys {

    private static final String ID = "aws_access_key_id";
    private static final String SECRET = "aws_secret_access_key";

    private AccessKeys() {
    }

    /**
     * Secrets by key id, of every profile.
     *
     * @throws IllegalArgumentException if there is no file, or no key in it
     */
    static Map<String, String> read(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("no such file: credentials=" + file.toAbsolutePath());
        }
        Map<String, String> secrets = new LinkedHashMap<>();
        ProfileFile.builder().content(file).type(ProfileFile.Type.CREDENTIALS).build().profiles().values()
                .forEach(profile -> profile.property(ID).ifPresent(id -> profile.property(SECRET)
                        .ifPresent(secret -> secrets.put(id, secret))));
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("no keys in the file: credentials=" + file.toAbsolutePath()
                    + ", needed=" + ID + " and " + SECRET + " in a profile");
        }
        return secrets;
    }
}
