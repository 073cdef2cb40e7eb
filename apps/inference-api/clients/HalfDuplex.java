import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;

/** Posts a file with java.net.http.HttpClient: java HalfDuplex.java [url] [file]. */
class HalfDuplex {
  public static void main(String[] arguments) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(arguments[0]))
            .header("Content-Type", "text/csv")
            .timeout(Duration.ofSeconds(120))
            .POST(HttpRequest.BodyPublishers.ofFile(Path.of(arguments[1])))
            .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
    long lines = 0;
    String last = "";
    for (Iterator<String> all = response.body().iterator(); all.hasNext(); lines++) last = all.next();
    String shown = last.replace("\\", "\\\\").replace("\"", "\\\"");
    System.out.printf("{\"status\": %d, \"lines\": %d, \"last\": \"%s\"}%n", response.statusCode(), lines, shown);
    System.exit(0);
  }
}
