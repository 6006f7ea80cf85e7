/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.outbound;

/** The topic does not exist, or its metadata are not warm yet; nothing was sent. */
public final class TopicNotReady extends Exception {

    private static final long serialVersionUID = 1L;

    TopicNotReady(String topic) {
        super(topic);
    }
}
