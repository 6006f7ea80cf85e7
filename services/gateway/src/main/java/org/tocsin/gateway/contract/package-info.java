/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What this gateway promises to programs, as a document that they can read: {@code docs/openapi.yaml}, packaged by the
 * build, so the words and the served file are one. Knows no feature; tests hold it against all of them.
 */
@NullMarked
package org.tocsin.gateway.contract;

import org.jspecify.annotations.NullMarked;
