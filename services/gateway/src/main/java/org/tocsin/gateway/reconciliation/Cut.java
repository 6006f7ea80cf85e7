/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

/** Tells from looks at the link when it has come back. Before it was up for the first time it was not cut. */
final class Cut {

    private boolean wasUp;
    private boolean isCut;

    /** Takes a look in; true when the link was up, was down since, and is up again. */
    boolean isOver(boolean isUp) {
        boolean isOver = isUp && isCut;
        isCut = !isUp && wasUp;
        wasUp |= isUp;
        return isOver;
    }
}
