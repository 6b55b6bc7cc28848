package workspace

import (
	"fmt"
	"math"
	"time"

	"golang.org/x/time/rate"
)

// rates holds a limiter for each method, and for chat.postMessage one for each channel too.
type rates map[string]*rate.Limiter

// rateLimited is the answer 429 with the seconds of its Retry-After.
type rateLimited struct{ seconds int }

func (r *rateLimited) Error() string {
	return fmt.Sprintf("ratelimited: try again after %d s", r.seconds)
}

// limit counts a call against the limit of its method (docs.slack.dev/apis/web-api/rate-limits). Slack allows bursts "beyond
// the limit" without saying how large; here a burst is a minute's calls, and five messages in a channel.
func (w *Workspace) limit(c *call, m method) error {
	perMinute := float64(m.tier) * w.config.Rates
	if wait := w.rates.take(c.method, perMinute/60, int(math.Ceil(perMinute)), w.elapsed()); wait > 0 {
		return w.tooMany(wait)
	}
	if c.method != "chat.postMessage" {
		return nil
	}
	if wait := w.rates.take("channel "+c.str("channel"), w.config.Rates, int(math.Ceil(5*w.config.Rates)), w.elapsed()); wait > 0 {
		return w.tooMany(wait)
	}
	return nil
}

func (w *Workspace) tooMany(wait time.Duration) error {
	return &rateLimited{seconds: max(1, int(math.Ceil(w.scaled(wait).Seconds())))}
}

// take uses one call, or says how long to wait for the next.
func (r rates) take(key string, perSecond float64, burst int, elapsed time.Duration) time.Duration {
	l := r[key]
	if l == nil {
		l = rate.NewLimiter(rate.Limit(perSecond), burst)
		r[key] = l
	}
	now := time.Unix(0, 0).Add(elapsed)
	reservation := l.ReserveN(now, 1)
	wait := reservation.DelayFrom(now)
	if wait > 0 {
		reservation.CancelAt(now)
	}
	return wait
}
