// Asks Go's crypto/x509 about every chain of a corpus (see write-corpus.ts) and prints what it says as JSON.
// Standard library only.
package main

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"time"
)

type chain struct {
	ID        string `json:"id"`
	ChainFile string `json:"chainFile"`
	Host      string `json:"host"`
	At        int64  `json:"at"`
}

type manifest struct {
	AnchorFiles map[string]string `json:"anchorFiles"`
	Cases       []chain           `json:"cases"`
}

type answer struct {
	Case    string `json:"case"`
	Anchor  string `json:"anchor"`
	Purpose string `json:"purpose"`
	Said    string `json:"said"`
}

func main() {
	text, err := os.ReadFile(filepath.Join(os.Args[1], "manifest.json"))
	must(err)
	var corpus manifest
	must(json.Unmarshal(text, &corpus))
	answers := []answer{}
	for _, c := range corpus.Cases {
		for anchor, file := range corpus.AnchorFiles {
			for _, purpose := range []string{"server", "client"} {
				answers = append(answers, answer{c.ID, anchor, purpose, verify(c, file, purpose)})
			}
		}
	}
	must(json.NewEncoder(os.Stdout).Encode(answers))
}

// Empty where the chain is accepted.
func verify(c chain, anchorFile, purpose string) string {
	sent, err := certificates(c.ChainFile)
	if err != nil {
		return err.Error()
	}
	anchors, err := certificates(anchorFile)
	must(err)
	options := x509.VerifyOptions{
		Roots:         pool(anchors),
		Intermediates: pool(sent[1:]),
		CurrentTime:   time.Unix(c.At, 0),
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	if purpose == "server" {
		options.KeyUsages = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		options.DNSName = c.Host
	}
	if _, err := sent[0].Verify(options); err != nil {
		return err.Error()
	}
	return ""
}

func pool(certificates []*x509.Certificate) *x509.CertPool {
	all := x509.NewCertPool()
	for _, certificate := range certificates {
		all.AddCert(certificate)
	}
	return all
}

func certificates(file string) ([]*x509.Certificate, error) {
	rest, err := os.ReadFile(file)
	must(err)
	var all []*x509.Certificate
	for block, rest := pem.Decode(rest); block != nil; block, rest = pem.Decode(rest) {
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		all = append(all, certificate)
	}
	return all, nil
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
