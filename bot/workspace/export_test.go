package workspace

import "net/http"

// SetTransport lets tests carry deliveries themselves instead of by a network.
func (w *Workspace) SetTransport(t http.RoundTripper) { w.client.Transport = t }
