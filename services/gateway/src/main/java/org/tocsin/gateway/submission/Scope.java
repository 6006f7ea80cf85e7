/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.util.List;
import java.util.Map;
import org.tocsin.gateway.group.GroupId;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;

/**
 * Whom a draft can name: who this member is, who takes part, and the members of the sharing groups that the draft names,
 * as they are now.
 */
record Scope(Member self, Directory directory, Map<GroupId, List<Member>> groups) {}
