package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHealthCommand(t *testing.T) {
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		rw.WriteHeader(status)
	}))
	addr := strings.TrimPrefix(server.URL, "http://")
	_, port, _ := strings.Cut(addr, ":")
	ask := func(addr string) error {
		return (&healthCommand{Addr: addr}).Run(t.Context(), terminal{out: t.Output(), err: t.Output()})
	}
	for _, addr := range []string{addr, ":" + port, "0.0.0.0:" + port} {
		if err := ask(addr); err != nil {
			t.Errorf("%s: %v", addr, err)
		}
	}
	status = http.StatusServiceUnavailable
	if err := ask(addr); err == nil {
		t.Error("a bot that is not alive passes")
	}
	server.Close()
	if err := ask(addr); err == nil {
		t.Error("a bot that is not there passes")
	}
}
