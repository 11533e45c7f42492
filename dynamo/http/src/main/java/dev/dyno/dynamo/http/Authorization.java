package dev.dyno.dynamo.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request's signature as its headers state it: well formed, not yet verified.
 *
 * @param credential key id, date, region, service, terminator
 * @param signedHeaders in lower case
 * @param date as the request states it: ISO 8601, basic form
 */
record Authorization(List<String> credential, List<String> signedHeaders, String signature, String date) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final String DATE_HEADER = "x-amz-date";
    private static final String FAMILY = "AWS4-";
    private static final int CREDENTIAL_PARTS = 5;

    /** Whether a request has what AWS wants to see before it looks closer; nothing is parsed. */
    static boolean isPlausible(HttpHeaders headers) {
        String header = headers.get(HttpHeaderNames.AUTHORIZATION, "");
        return header.startsWith(FAMILY) && header.contains("Credential=") && header.contains("Signature=")
                && header.contains("SignedHeaders=")
                && (headers.contains(DATE_HEADER) || headers.contains(HttpHeaderNames.DATE));
    }

    /** @throws WireError as AWS answers, when something is missing */
    static Authorization parse(HttpHeaders headers) {
        String header = headers.get(HttpHeaderNames.AUTHORIZATION, "").trim();
        if (!header.startsWith(FAMILY)) {
            throw refuse("MissingAuthenticationTokenException", "Request is missing Authentication Token");
        }
        int space = header.indexOf(' ');
        String parameters = space < 0 ? "" : header.substring(space + 1);
        String credential = parameter(parameters, "Credential");
        String signature = parameter(parameters, "Signature");
        String signed = parameter(parameters, "SignedHeaders");
        String date = headers.get(DATE_HEADER, headers.get(HttpHeaderNames.DATE, ""));
        StringBuilder missing = new StringBuilder();
        require(missing, credential, "'Credential' parameter. ");
        require(missing, signature, "'Signature' parameter. ");
        require(missing, signed, "'SignedHeaders' parameter. ");
        require(missing, date, "existence of either a 'X-Amz-Date' or a 'Date' header. ");
        if (!missing.isEmpty()) {
            throw refuse("IncompleteSignatureException", missing + "Authorization=" + header);
        }
        String algorithm = header.substring(0, space);
        if (!algorithm.equals(ALGORITHM)) {
            throw refuse("IncompleteSignatureException", "Unsupported AWS 'algorithm': '" + algorithm + "' (only "
                    + ALGORITHM + " for now). ");
        }
        return new Authorization(parts(credential), List.of(signed.toLowerCase(Locale.ROOT).split(";")), signature,
                date);
    }

    private static List<String> parts(String credential) {
        List<String> parts = new ArrayList<>(List.of(credential.split("/", -1)));
        while (!parts.isEmpty() && parts.getLast().isEmpty()) {
            parts.removeLast();
        }
        if (parts.size() != CREDENTIAL_PARTS) {
            throw refuse("IncompleteSignatureException", "Credential must have exactly 5 slash-delimited elements,"
                    + " e.g. keyid/date/region/service/term, got '" + credential + "'");
        }
        return parts;
    }

    private static String parameter(String parameters, String name) {
        for (String parameter : parameters.split(",")) {
            String trimmed = parameter.trim();
            if (trimmed.startsWith(name) && trimmed.startsWith("=", name.length())) {
                return trimmed.substring(name.length() + 1);
            }
        }
        return "";
    }

    private static void require(StringBuilder missing, String value, String what) {
        if (value.isEmpty()) {
            missing.append("Authorization header requires ").append(what);
        }
    }

    static WireError refuse(String type, String message) {
        return WireError.service(WireError.BAD_REQUEST, type, message);
    }

    String keyId() {
        return credential.get(0);
    }

    String scopeDate() {
        return credential.get(1);
    }

    String region() {
        return credential.get(2);
    }

    String service() {
        return credential.get(3);
    }

    String terminator() {
        return credential.get(4);
    }
}
