# Starts a sandbox from the clone, on a port and in folders of its own, and ends it with the script.

start_sandbox() {
    local port begun
    # Building is not answering: on a slow machine it alone may take minutes.
    dotnet build src/Registry.Sandbox --verbosity quiet
    port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
    folder=$(mktemp -d)
    host="http://127.0.0.1:$port"
    tokens="$folder/tokens"
    # A private server that root starts runs as another account: it must be able to reach its data.
    chmod 755 "$folder"
    begun=$SECONDS
    dotnet run --project src/Registry.Sandbox -- --urls "$host" --data "$folder/data" --tokens "$tokens" "$@" >"$folder/out" 2>&1 &
    sandbox=$!
    trap end_sandbox EXIT
    until curl -s --fail --max-time 2 "$host/health/ready"; do
        if ! kill -0 "$sandbox" 2>/dev/null || [ $((SECONDS - begun)) -gt "${patience:-180}" ]; then
            echo "No answer within ${patience:-180} s:"
            cat "$folder/out"
            return 1
        fi
        sleep 0.3
    done
    echo "answers after $((SECONDS - begun)) s"
    cat "$folder/out"
}

end_sandbox() {
    kill -TERM "$sandbox" 2>/dev/null && wait "$sandbox"
    rm -rf "$folder"
}
