namespace Registry.Sandbox;

/// <summary>Given on the command line at each start, so that a cluster made long ago follows when they change here.</summary>
internal static class ServerSettings
{
    public static IEnumerable<string> For(string socket, bool disposable) =>
        from setting in (string[])[.. Always, $"unix_socket_directories={socket}", .. disposable ? Careless : Careful]
        from word in (string[])["-c", setting]
        select word;

    private static readonly string[] Always =
    [
        "listen_addresses=", "port=5432", "unix_socket_permissions=0700",
        "timezone=UTC", "log_timezone=UTC",
        // Small machines, short statements: the planner's compiler costs more than it saves, and the disk is not a spinning one.
        "jit=off", "random_page_cost=1.1", "shared_buffers=128MB", "work_mem=16MB", "maintenance_work_mem=128MB", "max_connections=100",
        "max_wal_size=1GB", "checkpoint_timeout=15min",
        // One node that nobody replicates.
        "wal_level=minimal", "max_wal_senders=0",
        // Rows that are only ever added would otherwise never be all-visible, and index-only scans would visit the table.
        "autovacuum_vacuum_insert_scale_factor=0.02",
        // Neither statements nor the values in "Key (…)=(…) already exists" belong in a log.
        "log_error_verbosity=terse", "log_min_error_statement=panic", "log_checkpoints=off",
    ];

    private static readonly string[] Careful = ["fsync=on", "synchronous_commit=on", "full_page_writes=on"];

    /// <summary>Autovacuum is off because it would come between a test and its template, and change plans at a moment of its own.</summary>
    private static readonly string[] Careless = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"];
}
