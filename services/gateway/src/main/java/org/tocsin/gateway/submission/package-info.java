/**
 * How an alert comes to be: {@link org.tocsin.gateway.submission.DraftReader} reads what a client posts, {@link
 * org.tocsin.gateway.submission.Submission} decides (pure) whether it becomes an alert and which, {@link
 * org.tocsin.gateway.submission.Submissions} has it sent, held for a second person in {@code pending}, or only tried. Sharing
 * groups come from {@code group}. {@link org.tocsin.gateway.submission.Upload} takes many drafts by line
 * through that same way. The controllers only speak HTTP.
 */
@NullMarked
package org.tocsin.gateway.submission;

import org.jspecify.annotations.NullMarked;
