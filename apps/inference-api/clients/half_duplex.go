// Posts a file with net/http: go run half_duplex.go <url> <file>.
package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"time"
)

func main() {
	file, err := os.Open(os.Args[2])
	if err != nil {
		panic(err)
	}
	client := http.Client{Timeout: 120 * time.Second}
	response, err := client.Post(os.Args[1], "text/csv", file)
	if err != nil {
		panic(err)
	}
	lines, last := 0, ""
	scanner := bufio.NewScanner(response.Body)
	for ; scanner.Scan(); lines++ {
		last = scanner.Text()
	}
	if scanner.Err() != nil {
		panic(scanner.Err())
	}
	answer := map[string]any{"status": response.StatusCode, "lines": lines, "last": last}
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		panic(err)
	}
}
