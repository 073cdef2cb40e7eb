// Command kubernetes-provider is pulumi-resource-kubernetes, built from the provider's module. The module's own command
// embeds files that its release process generates; they differ from the two below in their white space and version alone.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version"
)

// Both files are in the module's folder cmd/pulumi-resource-kubernetes; `go build -overlay` puts them here.
var (
	//go:embed schema.json
	schema []byte
	//go:embed terraform-mapping.json
	terraformMapping []byte
)

func main() {
	provider.Serve("kubernetes", version.Version, schema, terraformMapping)
}
