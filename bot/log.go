package main

import (
	"io"
	"log/slog"
	"os"
	"regexp"
)

// newLog writes text to a terminal and JSON to everything else. Whatever is logged is cleaned of secrets first.
func newLog(w io.Writer) *slog.Logger {
	opt := &slog.HandlerOptions{ReplaceAttr: cleanAttr}
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return slog.New(slog.NewTextHandler(w, opt))
		}
	}
	return slog.New(slog.NewJSONHandler(w, opt))
}

func cleanAttr(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value.Any().(type) {
	case error:
		a.Value = slog.StringValue(clean(v.Error()))
	case string:
		a.Value = slog.StringValue(clean(v))
	}
	return a
}

var (
	tokens = regexp.MustCompile(`\b(xox[a-z](?:\.xox[a-z])?|xapp)-[A-Za-z0-9-]+`)
	// addresses from Slack hold secrets after the host: a response_url, a socket's ticket
	addresses = regexp.MustCompile(`\b(https?|wss?)://([^/\s"?]+)[^\s"]*`)
)

// clean takes tokens and what follows the host of an address out of a text for the log.
func clean(s string) string {
	s = tokens.ReplaceAllString(s, "$1-…")
	return addresses.ReplaceAllString(s, "$1://$2/…")
}
