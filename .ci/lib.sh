# Steps that count: every one is one passed or one failed, and its output is shown only when it failed.

passed=0
failed=0
logs=$(mktemp -d)

# step "what it shows" seconds command...
step() {
    local name=$1 limit=$2 log begun=$SECONDS status
    shift 2
    log="$logs/${name//[^a-zA-Z0-9]/-}.log"
    if timeout --kill-after=20 "$limit" "$@" >"$log" 2>&1 </dev/null; then
        passed=$((passed + 1))
        echo "ok      $name ($((SECONDS - begun)) s)"
        return 0
    else
        status=$?
    fi
    failed=$((failed + 1))
    [ "$status" -eq 124 ] && echo "(over its $limit seconds)" >>"$log"
    echo "FAILED  $name ($((SECONDS - begun)) s), the end of its output:"
    grep -vE '^ +at |^ *$|^ *--- End of stack' "$log" | tail -n 60 | cut -c1-400 | sed 's/^/        /'
    return 1
}

# Adds what xunit counted in a log of dotnet test.
count_tests() {
    local totals
    totals=$(awk '/^(Passed|Failed)! +- Failed:/ { gsub(",", ""); f += $4; p += $6 } END { print p + 0, f + 0 }' "$1")
    passed=$((passed + ${totals% *}))
    failed=$((failed + ${totals#* }))
    echo "        ${totals% *} tests passed, ${totals#* } failed"
}
