# Builds Handslag and puts it into a small image that runs as nobody in particular. The database lies in /data: mount a volume there.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# sqlite needs cgo; zone data goes into the binary.
RUN CGO_ENABLED=1 go build -trimpath -tags timetzdata -ldflags "-s -w" -o /handslag ./bot \
 && mkdir /empty

FROM gcr.io/distroless/base-debian12:nonroot
COPY --from=build /handslag /usr/local/bin/handslag
COPY --from=build --chown=nonroot:nonroot /empty /data
ENV HANDSLAG_DB=/data/handslag.db HANDSLAG_ADDR=0.0.0.0:3000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD ["/usr/local/bin/handslag", "health"]
ENTRYPOINT ["/usr/local/bin/handslag"]
CMD ["serve"]
