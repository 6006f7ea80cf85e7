/**
 * Who received, displayed and answered an alert, and who is late: {@link org.tocsin.gateway.matrix.Matrix} folds it
 * (pure) from the events around the alert.
 */
@NullMarked
package org.tocsin.gateway.matrix;

import org.jspecify.annotations.NullMarked;
