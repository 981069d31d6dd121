// The keys of a scrape job that Prometheus 2 and 3 know; of the `…_sd_configs` it takes any.
// https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
export const jobKeys = `
  job_name static_configs scrape_interval scrape_timeout metrics_path scheme params honor_labels
  honor_timestamps track_timestamps_staleness scrape_protocols basic_auth fallback_scrape_protocol
  scrape_classic_histograms always_scrape_classic_histograms oauth2 scrape_native_histograms
  enable_compression body_size_limit sample_limit target_limit label_limit label_name_length_limit
  label_value_length_limit keep_dropped_targets tls_config authorization follow_redirects enable_http2
  proxy_url no_proxy proxy_from_environment proxy_connect_header http_headers relabel_configs
  metric_relabel_configs native_histogram_bucket_limit native_histogram_min_bucket_factor bearer_token bearer_token_file
  metric_name_validation_scheme metric_name_escaping_scheme scrape_failure_log_file extra_scrape_metrics
  convert_classic_histograms_to_nhcb
`
  .trim()
  .split(/\s+/);
