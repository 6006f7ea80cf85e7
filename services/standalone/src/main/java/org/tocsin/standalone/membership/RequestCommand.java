/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.membership;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.DutyContact;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberKind;
import org.tocsin.protocol.directory.MembershipRequest;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.protocol.signing.SigningKey;
import org.tocsin.standalone.cli.Arguments;
import org.tocsin.standalone.cli.CannotRun;
import org.tocsin.standalone.cli.MemberList;
import org.tocsin.standalone.firststart.DataLayout;
import org.tocsin.standalone.firststart.WholeFile;
import org.tocsin.transport.KeyFiles;
import org.tocsin.transport.Pkcs11;

/** On the member's own machine: makes its key, unless it is there, and a request that is signed with it. */
final class RequestCommand {

    static final Set<String> OPTIONS = Set.of(
            "member",
            "alg",
            "kind",
            "name",
            "desk",
            "phone",
            "email",
            "hours",
            "zone",
            "data",
            "key",
            "out",
            "pkcs11-config",
            "pkcs11-alias",
            "pkcs11-pin-file");
    private static final Duration YEAR = Duration.ofDays(365);

    private final Arguments arguments;
    private final Member member;

    private RequestCommand(Arguments arguments) throws CannotRun {
        this.arguments = arguments;
        this.member = MemberList.member(arguments.required("member"));
    }

    static void run(Arguments arguments, Clock clock, PrintStream out) throws CannotRun {
        RequestCommand command = new RequestCommand(arguments);
        try {
            command.write(clock.instant(), out);
        } catch (IOException failure) {
            throw CannotRun.here("The key or the request cannot be written: " + failure.getMessage(), failure);
        }
    }

    private void write(Instant now, PrintStream out) throws CannotRun, IOException {
        SigningKey key = module().isThere() ? module().make(member) : key(keyFile());
        MemberKey asked = key.toMemberKey(now, now.plus(YEAR));
        MembershipRequest request =
                new MembershipRequest(Message.VERSION, member, kind(), arguments.required("name"), contact(), asked);
        Path file = arguments.path("out", member + "-request.jws");
        String jws = new String(new Signer(key).sign(request).bytes(), StandardCharsets.US_ASCII);
        WholeFile.open(file, jws + "\n");
        String place = module().isThere() ? "the module" : keyFile() + ", mode 600";
        out.println("The private key is in " + place + ". It never leaves this machine.");
        out.println("Send " + file + " to the centre, and read this fingerprint to it by telephone:");
        out.println(Fingerprint.of(key.kid()));
    }

    private Path keyFile() throws CannotRun {
        return arguments.path(
                "key",
                new DataLayout(arguments.path("data", "tocsin-data"))
                        .key(member)
                        .toString());
    }

    private Pkcs11 module() {
        return new Pkcs11(given("pkcs11-config"), given("pkcs11-alias"), given("pkcs11-pin-file"));
    }

    private SigningKey key(Path file) throws IOException, CannotRun {
        if (!Files.exists(file)) {
            WholeFile.secretDirectory(
                    Objects.requireNonNull(file.toAbsolutePath().getParent()));
            KeyFiles.write(fresh(), file);
        }
        SigningKey key = KeyFiles.signingKey(file);
        if (!key.owner().equals(member)) {
            throw CannotRun.here("The key in " + file + " is not " + member + "'s.");
        }
        return key;
    }

    private SigningKey fresh() throws CannotRun {
        return switch (arguments.text("alg", "Ed25519")) {
            case "Ed25519" -> SigningKey.generate(member);
            case "ES256" -> SigningKey.generateEs256(member);
            default -> throw CannotRun.askedWrongly("--alg is Ed25519 or ES256.");
        };
    }

    private MemberKind kind() throws CannotRun {
        return switch (arguments.text("kind", "state")) {
            case "state" -> MemberKind.STATE;
            case "body" -> MemberKind.BODY;
            default -> throw CannotRun.askedWrongly("--kind is state or body.");
        };
    }

    private DutyContact contact() throws CannotRun {
        return new DutyContact(
                arguments.required("desk"), given("phone"), given("email"), given("hours"), given("zone"));
    }

    private @Nullable String given(String option) {
        String text = arguments.text(option, "");
        return text.isEmpty() ? null : text;
    }
}
