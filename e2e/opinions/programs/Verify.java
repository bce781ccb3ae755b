// Asks Java about every chain of a corpus (see write-corpus.ts): CertPathBuilder with CertPathValidator, and the trust manager
// that TLS connections ask. Prints what they say as JSON. Java has no JSON of its own, hence the few lines of it at the end.
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

public class Verify {
    static final Map<String, String> USAGE = Map.of("server", "1.3.6.1.5.5.7.3.1", "client", "1.3.6.1.5.5.7.3.2");

    record Chain(String id, List<X509Certificate> sent, String host, Date at) {}

    interface Opinion {
        void ask(Chain chain, X509Certificate anchor, String purpose) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        String manifest = Files.readString(Path.of(arguments[0], "manifest.json"));
        String[] halves = manifest.split("\"cases\"", 2);
        Map<String, X509Certificate> anchors = new java.util.TreeMap<>();
        for (Matcher anchor = Pattern.compile("\"(\\w+)\": \"(/[^\"]*)\"").matcher(halves[0]); anchor.find(); ) {
            anchors.put(anchor.group(1), certificates(anchor.group(2)).get(0));
        }
        List<Chain> chains = new ArrayList<>();
        for (Matcher object = Pattern.compile("\\{[^{}]*\\}").matcher(halves[1]); object.find(); ) {
            String text = object.group();
            Date at = new Date(1000 * Long.parseLong(field(text, "at")));
            chains.add(new Chain(field(text, "id"), certificates(field(text, "chainFile")), field(text, "host"), at));
        }
        System.out.println("{\"path\":" + answers(chains, anchors, Verify::path)
            + ",\"trustManager\":" + answers(chains, anchors, Verify::trustManager) + "}");
    }

    static String answers(List<Chain> chains, Map<String, X509Certificate> anchors, Opinion opinion) {
        List<String> answers = new ArrayList<>();
        for (Chain chain : chains) {
            for (String anchor : anchors.keySet()) {
                for (String purpose : List.of("server", "client")) {
                    String said = "";
                    try {
                        opinion.ask(chain, anchors.get(anchor), purpose);
                    } catch (Exception error) {
                        said = messages(error);
                    }
                    answers.add("{\"case\":%s,\"anchor\":%s,\"purpose\":%s,\"said\":%s}"
                        .formatted(json(chain.id()), json(anchor), json(purpose), json(said)));
                }
            }
        }
        return answers.stream().collect(Collectors.joining(",\n", "[", "]"));
    }

    /** Finds a path by what was sent, then has it validated once more as such, with the usage and the host asked for. */
    static void path(Chain chain, X509Certificate anchor, String purpose) throws Exception {
        PKIXBuilderParameters parameters = parameters(chain, anchor);
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(chain.sent().get(0));
        target.setExtendedKeyUsage(Set.of(USAGE.get(purpose)));
        target.setKeyUsage(new boolean[] {true});
        if (purpose.equals("server")) target.addSubjectAlternativeName(2, chain.host());
        parameters.setTargetCertConstraints(target);
        CertPath path;
        try {
            path = CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath();
        } catch (java.security.cert.CertPathBuilderException noPath) {
            // Often it says no more than that it found none: what the validator has against the path as sent is the reason.
            if (messages(noPath).contains("CertPathValidatorException")) throw noPath;
            path = CertificateFactory.getInstance("X.509").generateCertPath(below(anchor, chain.sent()));
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            throw noPath;
        }
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    /** Without the anchor's own key and what stands above it: an authority need not be sent to whoever trusts its twin. */
    static List<X509Certificate> below(X509Certificate anchor, List<X509Certificate> sent) {
        return sent.stream().takeWhile(one -> one == sent.get(0) || !one.getPublicKey().equals(anchor.getPublicKey())).toList();
    }

    static void trustManager(Chain chain, X509Certificate anchor, String purpose) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters(chain, anchor)));
        X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
        X509Certificate[] sent = chain.sent().toArray(new X509Certificate[0]);
        if (purpose.equals("server")) manager.checkServerTrusted(sent, "ECDHE_ECDSA");
        else manager.checkClientTrusted(sent, "EC");
    }

    static PKIXBuilderParameters parameters(Chain chain, X509Certificate anchor) throws Exception {
        // With the anchor's constraints, as every other program has them, there are none to lose: the fleet's anchors carry none.
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(Set.of(new TrustAnchor(anchor, null)), new X509CertSelector());
        parameters.setRevocationEnabled(false);
        parameters.setDate(chain.at());
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain.sent())));
        return parameters;
    }

    static List<X509Certificate> certificates(String file) throws Exception {
        try (var stream = Files.newInputStream(Path.of(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(stream).stream()
                .map(certificate -> (X509Certificate) certificate).toList();
        }
    }

    static String messages(Throwable error) {
        List<String> all = new ArrayList<>();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) all.add(cause.toString());
        return String.join(" < ", all);
    }

    static String field(String object, String name) {
        Matcher field = Pattern.compile("\"" + name + "\": (?:\"([^\"]*)\"|(\\d+))").matcher(object);
        if (!field.find()) throw new IllegalArgumentException("no " + name + " in " + object);
        return field.group(1) != null ? field.group(1) : field.group(2);
    }

    static String json(String text) {
        return text.chars().mapToObj(c -> c == '"' || c == '\\' ? "\\" + (char) c : c < 32 ? " " : "" + (char) c)
            .collect(Collectors.joining("", "\"", "\""));
    }
}
