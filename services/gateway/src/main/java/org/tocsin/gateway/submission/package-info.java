/**
 * How an alert comes to be: {@link org.tocsin.gateway.submission.DraftReader} reads what a client posts, {@link
 * org.tocsin.gateway.submission.Submission} decides (pure) whether it becomes an alert and which, {@link
 * org.tocsin.gateway.submission.Submissions} signs and hands it to the outbox. {@link org.tocsin.gateway.submission.Upload} takes many drafts by line
 * through that same way. The controllers only speak HTTP.
 */
@NullMarked
package org.tocsin.gateway.submission;

import org.jspecify.annotations.NullMarked;
