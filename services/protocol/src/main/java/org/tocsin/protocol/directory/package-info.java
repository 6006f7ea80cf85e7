/**
 * Who belongs to the exchange: {@link org.tocsin.protocol.directory.DirectoryEntry}, one record per member, signed by the
 * registrar, and {@link org.tocsin.protocol.directory.Directory}, all of them at one moment. Pure values; how records
 * arrive is the transport's business.
 */
@NullMarked
package org.tocsin.protocol.directory;

import org.jspecify.annotations.NullMarked;
