/**
 * The coordinator's part in the directory: {@link org.tocsin.coordinator.directory.Registrar} publishes the signed records
 * that an exchange begins with, and those that the centre's gateway hands on. It signs nothing: only the registrar's own key does, and that key is not here.
 */
@NullMarked
package org.tocsin.coordinator.directory;

import org.jspecify.annotations.NullMarked;
