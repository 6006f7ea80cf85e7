/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.standalone.firststart.CredentialsFile;
import org.tocsin.standalone.firststart.DataLayout;
import tools.jackson.databind.JsonNode;

/** A member's people at their door, with the tokens of the first start. */
public final class Desk {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CredentialsFile.Door door;

    private Desk(CredentialsFile.Door door) {
        this.door = door;
    }

    /** The desk of a member of the exchange that keeps its data there. */
    public static Desk of(String member, Path data) throws IOException {
        return new Desk(CredentialsFile.read(new DataLayout(data).credentials())
                .door(member)
                .orElseThrow());
    }

    /** Posts an exercise to a member and returns the alert's identity. */
    public String alerts(String member) throws IOException, InterruptedException {
        String draft =
                "{\"status\":\"exercise\",\"precedence\":\"FLASH\",\"tlp\":\"TLP:GREEN\",\"audience\":{\"action\":[\""
                        + member + "\"]},\"info\":[{\"language\":\"en\",\"headline\":\"An exercise\"}]}";
        HttpRequest request = request("cert", "/v1/alerts")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(draft))
                .build();
        HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (reply.statusCode() != 202) {
            throw new AssertionError(reply.statusCode() + " " + reply.body());
        }
        return WireJson.MAPPER.readTree(reply.body()).path("id").asString();
    }

    /**
     * The identities of the alerts received, as the live stream tells them from its beginning up to the first heartbeat
     * behind them; waits for the first one when there is none yet.
     */
    public List<String> received() throws IOException, InterruptedException {
        HttpRequest request =
                request("operator", "/v1/stream").header("Last-Event-ID", "0").build();
        try (Stream<String> lines =
                client.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            return received(lines.iterator());
        }
    }

    private static List<String> received(Iterator<String> lines) {
        List<String> alerts = new ArrayList<>();
        String id = "";
        String event = "";
        while (true) {
            String line = lines.next();
            id = line.startsWith("id: ") ? line.substring(4) : id;
            event = line.startsWith("event: ") ? line.substring(7) : event;
            boolean isData = line.startsWith("data: ");
            if (isData && event.equals("alert")) {
                JsonNode alert = WireJson.MAPPER.readTree(line.substring(6));
                alerts.add(alert.path("id").asString());
            }
            if (isData && event.equals("heartbeat") && !id.equals("0")) {
                return alerts;
            }
        }
    }

    private HttpRequest.Builder request(String role, String path) {
        return HttpRequest.newBuilder(URI.create(door.url() + path))
                .header("Authorization", "Bearer " + door.tokens().get(role));
    }
}
