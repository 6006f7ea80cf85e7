/**
 * Who may know: the one pure {@link org.tocsin.protocol.release.ReleaseRule}, applied by the origin before signing, by
 * the coordinator before copying and by the recipient before showing. It sees labels, members and the directory, never
 * content.
 */
@NullMarked
package org.tocsin.protocol.release;

import org.jspecify.annotations.NullMarked;
