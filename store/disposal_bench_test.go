package store

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkErase disposes of some of the trainees, in a database of a million slots 15 000, while somebody claims: how long that takes, how long of
// it the file is written anew, and how long a claim waits at most.
func BenchmarkErase(b *testing.B) {
	for _, slots := range []int{200_000, 1_000_000} {
		b.Run(fmt.Sprint(slots), func(b *testing.B) { benchErase(b, slots) })
	}
}

func benchErase(b *testing.B, slots int) {
	for b.Loop() {
		w := newCity(b, slots)
		w.write(func(tx *Tx) error { return tx.Retain(Retention{"trainee", 20, "AMN 2020-1"}) })
		var d *Disposal
		begin := time.Now()
		w.write(func(tx *Tx) (err error) { d, err = proposed(tx); return err })
		proposing := time.Since(begin)
		var ended atomic.Bool
		waits := make(chan time.Duration)
		go func() {
			longest := time.Duration(0)
			for !ended.Load() {
				at := time.Now()
				if err := w.Write(context.Background(), func(tx *Tx) error {
					_, err := tx.ClaimNew(Claim{Unit: "E1", Kind: "praktik", Count: 1})
					return err
				}); err != nil {
					b.Error(err)
				}
				longest = max(longest, time.Since(at))
			}
			waits <- longest
		}()
		begin = time.Now()
		w.write(func(tx *Tx) error { _, err := tx.Dispose(d.ID, 0); return err })
		b.ReportMetric(time.Since(begin).Seconds(), "s/dispose")
		ended.Store(true)
		b.ReportMetric((<-waits).Seconds(), "s/claim-max")
		begin = time.Now()
		w.write((*Tx).stale)
		b.ReportMetric(time.Since(begin).Seconds(), "s/vacuum")
		b.ReportMetric(proposing.Seconds(), "s/propose")
		b.ReportMetric(float64(d.Rows), "rows")
		if file, err := os.Stat(w.path); err == nil {
			b.ReportMetric(float64(file.Size())/1e6, "MB")
		}
	}
}
