// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title The emission vault: pays out tokens at a fixed rate, divided by weight.
/// @notice One accumulator holds the reward of one unit of weight since the start. While there is no weight,
/// the stream pauses and its end moves later, so that no token is stranded and none is promised that the
/// vault lacks.
/// @dev Token amounts are below 2^96, so the supply of any token staked here must be too.
abstract contract Emission is AccessManaged {
  using SafeERC20 for IERC20;
  using SafeCast for uint256;

  /// @param paused Whether the entry of stake is paused; stored here, as is the next, because every action uses
  /// this slot anyway.
  /// @param minerChanges How often a miner's weight has changed.
  struct Stream {
    uint128 rewardPerWeight;
    uint40 last;
    uint40 end;
    bool paused;
    uint40 minerChanges;
  }

  /// @dev Fractional bits of the reward per unit of weight. If all of a supply of 2^90 is weight, one update
  /// rounds away less than a wei.
  uint8 internal constant WEIGHT_FRACTION_BITS = 92;
  /// @dev Nothing is emitted below one whole token of weight; otherwise the accumulator could easily be
  /// filled up.
  uint256 private constant LEAST_WEIGHT = 1e18;

  /// @dev The longest time that what is left can be spread over.
  uint256 private constant MAX_DURATION = 3_650 days;

  /// @notice The token staked and paid out.
  IERC20 public immutable token;

  Stream internal _stream;

  /// @dev The weight of all stake in the emission: that of idle stake and of active nodes, and once more that of
  /// working ones.
  uint104 internal _rewardWeight;
  /// @dev The miners' part of all nodes' weight; stored here, because a vote uses this slot anyway.
  uint96 internal _minerWeight;

  /// @dev All stake: idle, in node pools and on its way out.
  uint96 internal _totalAssets;
  /// @dev Tokens brought in for rewards and not yet claimed. Every claim is taken from here, so a mistake in
  /// rewards can never pay them out of stake.
  uint96 internal _vault;
  /// @dev Wei per second: at most 18 tokens, which is more than half of CAI's supply in a year.
  uint64 private _rate;

  event Funded(address indexed by, uint256 amount, uint256 rate, uint256 end);

  /// @notice Less than one wei a second.
  error EmissionTooSmall(uint256 amount, uint256 duration);
  error DurationTooLong(uint256 duration, uint256 maximum);
  error InvalidBeneficiary(address beneficiary);
  error ZeroDuration();

  constructor(IERC20 token_, address authority_) AccessManaged(authority_) {
    token = token_;
  }

  /// @notice Adds up to `amount` tokens of the caller to what is left and spreads all of it evenly over
  /// `duration` seconds from now. Takes only what divides into whole wei a second.
  /// @dev Restricted, because funding can also slow the stream down.
  function fund(uint256 amount, uint256 duration) external restricted {
    if (duration == 0) revert ZeroDuration();
    if (duration > MAX_DURATION) revert DurationTooLong(duration, MAX_DURATION);
    if (amount < duration) revert EmissionTooSmall(amount, duration);
    _accrueEmission();

    Stream storage stream = _stream;
    uint256 left = stream.last < stream.end ? uint256(_rate) * (stream.end - stream.last) : 0;
    uint256 rate = (left + amount) / duration;
    uint256 end = block.timestamp + duration;
    _rate = rate.toUint64();
    // Far below 2^40: at most MAX_DURATION from now.
    // forge-lint: disable-next-line(unsafe-typecast)
    (stream.last, stream.end) = (uint40(block.timestamp), uint40(end));
    // amount >= duration, so the remainder of the division is never more than `amount`.
    uint256 taken = rate * duration - left;
    _changeVault(taken, 0);
    emit Funded(msg.sender, taken, rate, end);

    _take(taken);
  }

  /// @notice Wei per second while there is weight; 0 once everything is emitted.
  function emissionRate() external view returns (uint256) {
    return emissionEnd() > block.timestamp ? _rate : 0;
  }

  /// @notice When everything is emitted, if there is weight from now on, a Unix time.
  function emissionEnd() public view returns (uint256) {
    Stream storage stream = _stream;
    bool still = stream.last < stream.end && _rewardWeight < LEAST_WEIGHT;
    return still ? stream.end + block.timestamp - stream.last : stream.end;
  }

  /// @notice Tokens held for unclaimed rewards: the emission, emitted yet or not, and the voters' part of
  /// fees.
  function vault() external view returns (uint256) {
    return _vault;
  }

  /// @dev Brings the accumulator up to now. Call it before any change of weight.
  function _accrueEmission() internal returns (uint256 rewardPerWeight) {
    Stream storage stream = _stream;
    (uint256 last, uint256 end) = (stream.last, stream.end);
    if (last >= end || last == block.timestamp) return stream.rewardPerWeight;
    rewardPerWeight = _previewEmission();
    // What is left never takes longer than MAX_DURATION, so the end fits for thousands of years.
    // forge-lint: disable-next-line(unsafe-typecast)
    if (_rewardWeight < LEAST_WEIGHT) stream.end = uint40(end + block.timestamp - last);
    // The accumulator stops at the greatest value of its type.
    // forge-lint: disable-next-line(unsafe-typecast)
    else stream.rewardPerWeight = uint128(rewardPerWeight);
    stream.last = uint40(block.timestamp);
  }

  /// @dev The accumulator as of now. In a second it gains less than 2^97: 2^64 wei, shifted by 92 bits, over a weight
  /// of 2^59. So it takes a century at the highest rate and the least weight to fill it, and it then stays full: the
  /// emission ends, but nobody is kept from leaving.
  function _previewEmission() internal view returns (uint256 rewardPerWeight) {
    Stream storage stream = _stream;
    rewardPerWeight = stream.rewardPerWeight;
    uint256 until = Math.min(block.timestamp, stream.end);
    uint256 weight = _rewardWeight;
    if (until <= stream.last || weight < LEAST_WEIGHT) return rewardPerWeight;
    uint256 emitted = _rate * (until - stream.last);
    rewardPerWeight =
      Math.min(rewardPerWeight + (emitted << WEIGHT_FRACTION_BITS) / weight, type(uint128).max);
  }

  /// @dev One place for these, because each change of a part of a slot is much code.
  function _changeVault(uint256 added, uint256 removed) internal {
    _vault = (_vault + added - removed).toUint96();
  }

  function _changeStake(uint256 added, uint256 removed) internal {
    _totalAssets = (_totalAssets + added - removed).toUint96();
  }

  /// @dev Below 2^97, as no stake counts more than twice.
  function _changeRewardWeight(uint256 added, uint256 removed) internal {
    // forge-lint: disable-next-line(unsafe-typecast)
    _rewardWeight = uint104(_rewardWeight + added - removed);
  }

  /// @dev Takes tokens of the caller in.
  function _take(uint256 amount) internal {
    token.safeTransferFrom(msg.sender, address(this), amount);
  }

  /// @dev Pays tokens out. Nobody could get them out again if they were sent to this contract.
  function _pay(address to, uint256 amount) internal {
    if (to == address(0) || to == address(this)) revert InvalidBeneficiary(to);
    token.safeTransfer(to, amount);
  }
}
