package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// healthCommand asks a running bot whether it is alive: a container has nothing else to ask with.
type healthCommand struct {
	Addr string `env:"HANDSLAG_ADDR" default:"127.0.0.1:3000" placeholder:"HOST:PORT" help:"Where the bot listens (${env})."`
}

// Run fails where the bot does not answer, or says that it is not alive.
func (c *healthCommand) Run(ctx context.Context, t terminal) error {
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return unusable{fmt.Sprintf("HANDSLAG_ADDR is %q: it is an address and a port, such as 127.0.0.1:3000", c.Addr)}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() { // it listens on all of its addresses
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("not alive: %s", resp.Status)
	}
	_, err = io.Copy(t.out, resp.Body)
	return err
}
