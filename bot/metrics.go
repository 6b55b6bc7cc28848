package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"handslag/store"
)

// metrics is what an operator sees at /metrics. No label says who somebody is or what they wrote.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	batch    prometheus.Histogram
	commit   prometheus.Histogram
	calls    *prometheus.CounterVec
	sent     *prometheus.CounterVec
	backup   prometheus.Gauge
	reminder *prometheus.GaugeVec
	looks    prometheus.Counter
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "handslag_requests_total",
			Help: "Requests answered, by command, door and result."}, []string{"command", "door", "result"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "handslag_request_seconds",
			Help: "Time from a request to its answer.", Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 3, 10}}, []string{"door"}),
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "handslag_write_batch_size",
			Help: "Writes that shared a commit.", Buckets: []float64{1, 2, 4, 8, 16, 32, 64, 128, 256}}),
		commit: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "handslag_commit_seconds",
			Help: "Time of a batch of writes until it was on disk.", Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 5}}),
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "handslag_slack_calls_total",
			Help: "Calls to Slack, by method and result."}, []string{"method", "result"}),
		sent: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "handslag_outbox_messages_total",
			Help: "Messages that left the outbox, by result."}, []string{"result"}),
		backup: prometheus.NewGauge(prometheus.GaugeOpts{Name: "handslag_backup_timestamp_seconds",
			Help: "When the copy of the last night was last seen to be there; until then when the newest copy was made, or the start where there is none. 0: no copies are asked for."}),
		reminder: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "handslag_reminders",
			Help: "People in the latest weekly run, by what has become of their reminder: left (nothing yet), planned, sent, failed, skipped."}, []string{"state"}),
	}
	m.looks = prometheus.NewCounter(prometheus.CounterOpts{Name: "handslag_reminder_looks_total",
		Help: "How often the clock has been looked at for reminders that are due: about once a minute."})
	m.registry.MustRegister(m.requests, m.seconds, m.batch, m.commit, m.calls, m.sent, m.backup, m.reminder, m.looks,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// reminded shows how far a weekly run has come, with so many left to decide about.
func (m *metrics) reminded(r *store.Round, left int) {
	for state, n := range map[string]int{"left": left, "planned": r.Planned, "sent": r.Sent, "failed": r.Failed, "skipped": r.Skipped} {
		m.reminder.WithLabelValues(state).Set(float64(n))
	}
}

// depth shows how many messages wait, counted when somebody looks.
func (m *metrics) depth(s *store.Store) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "handslag_outbox_depth",
		Help: "Messages that wait to be sent; -1 where the database did not say."}, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		n := -1
		if s.Read(ctx, func(tx *store.Tx) (err error) { n, err = tx.Depth(); return err }) != nil {
			return -1
		}
		return float64(n)
	}))
}
