# The service a clinic deploys: no shell, no package manager, no root. Takes the verbs serve (default), migrate, health and audit verify.
# Unproven: no container engine runs where this project is developed. What it runs (restore, publish) is tried there by hand.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY . .
RUN dotnet restore src/Registry.Api --locked-mode
RUN dotnet publish src/Registry.Api --configuration Release --no-restore --output /app -p:OpenApiGenerateDocumentsOnBuild=false -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
# Numeric, so that an orchestrator can see that it is not root.
USER 1654:1654
# The root file system may be read-only: nothing is written but request bodies that overflow memory, to /tmp.
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_EnableDiagnostics=0
EXPOSE 8080
ENTRYPOINT ["dotnet", "Registry.Api.dll"]
