/**
 * How this member answers: {@link org.tocsin.gateway.answer.AnswerReader} reads what a client posts, {@link
 * org.tocsin.gateway.answer.Answering} decides (pure) whether it may be said, {@link org.tocsin.gateway.answer.Answers}
 * signs it and hands it to the outbox. That a person was shown an alert is told here, too.
 */
@NullMarked
package org.tocsin.gateway.answer;

import org.jspecify.annotations.NullMarked;
