package handlers

import "handslag/handlers/words"

// Warm reads the words, which takes a while the first time. It may run beside the opening of the store.
func Warm() { words.Warm() }
