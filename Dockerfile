# Builds Handslag into an image that holds the program, certificates and zone data and nothing else, and runs as nobody in particular.
# The database lies in /data: mount a volume there.
FROM golang:1.26-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates tzdata
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# SQLite is C and needs cgo; linked statically, the program needs no system around it.
RUN CGO_ENABLED=1 go build -trimpath -tags netgo,osusergo,sqlite_omit_load_extension \
      -ldflags '-s -w -linkmode external -extldflags "-static"' -o /handslag ./bot \
 && mkdir -p /empty/data /empty/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo
COPY --from=build --chown=65532:65532 /empty/ /
COPY --from=build /handslag /handslag
USER 65532:65532
ENV HANDSLAG_DB=/data/handslag.db HANDSLAG_ADDR=0.0.0.0:3000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD ["/handslag", "health"]
ENTRYPOINT ["/handslag"]
CMD ["serve"]
