// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title The emission vault: pays out tokens at a fixed rate, divided by weight.
/// @notice One accumulator holds the reward of one unit of weight since the start. While there is no weight,
/// the stream pauses and its end moves later, so that no token is stranded and none is promised that the
/// vault lacks.
/// @dev Token amounts are below 2^96, so the supply of any token staked here must be too.
abstract contract Emission is AccessManaged {
  using SafeERC20 for IERC20;
  using SafeCast for uint256;

  /// @param paused Whether the entry of stake is paused; stored here because every action reads this slot
  /// anyway.
  struct Stream {
    uint128 rewardPerWeight;
    uint48 last;
    uint48 end;
    bool paused;
  }

  /// @dev Fractional bits of the reward per unit of weight. If all of a supply of 2^90 is weight, one update
  /// rounds away less than a wei; with the least weight, 79 times that supply can be emitted before the
  /// accumulator is full.
  uint8 internal constant WEIGHT_FRACTION_BITS = 92;
  /// @dev Nothing is emitted below one whole token of weight; otherwise the accumulator could easily be
  /// filled up.
  uint256 private constant LEAST_WEIGHT = 1e18;

  /// @notice The token staked and paid out.
  IERC20 public immutable token;

  Stream internal _stream;

  uint96 internal _idleAssets;
  uint96 internal _nodeWeight;
  /// @dev Wei per second: at most 18 tokens, which is more than half of CAI's supply in a year.
  uint64 private _rate;

  /// @dev All stake: idle, in node pools and on its way out.
  uint96 internal _totalAssets;
  /// @dev Tokens brought in for rewards and not yet claimed. Every claim is taken from here, so a mistake in
  /// rewards can never pay them out of stake.
  uint96 internal _vault;

  event Funded(address indexed by, uint256 amount, uint256 rate, uint256 end);

  /// @notice Less than one wei a second.
  error EmissionTooSmall(uint256 amount, uint256 duration);
  error ZeroDuration();

  constructor(IERC20 token_, address authority_) AccessManaged(authority_) {
    token = token_;
  }

  /// @notice Adds up to `amount` tokens of the caller to what is left and spreads all of it evenly over
  /// `duration` seconds from now. Takes only what divides into whole wei a second.
  /// @dev Restricted, because funding can also slow the stream down.
  function fund(uint256 amount, uint256 duration) external restricted {
    if (duration == 0) revert ZeroDuration();
    if (amount < duration) revert EmissionTooSmall(amount, duration);
    _accrueEmission();

    Stream memory stream = _stream;
    uint256 left = stream.last < stream.end ? uint256(_rate) * (stream.end - stream.last) : 0;
    uint256 rate = (left + amount) / duration;
    uint256 end = block.timestamp + duration;
    _rate = rate.toUint64();
    (stream.last, stream.end) = (uint48(block.timestamp), end.toUint48());
    _stream = stream;
    // amount >= duration, so the remainder of the division is never more than `amount`.
    uint256 taken = rate * duration - left;
    _vault += taken.toUint96();
    emit Funded(msg.sender, taken, rate, end);

    token.safeTransferFrom(msg.sender, address(this), taken);
  }

  /// @notice Wei per second while there is weight; 0 once everything is emitted.
  function emissionRate() external view returns (uint256) {
    return emissionEnd() > block.timestamp ? _rate : 0;
  }

  /// @notice When everything is emitted, if there is weight from now on, a Unix time.
  function emissionEnd() public view returns (uint256) {
    Stream memory stream = _stream;
    bool still = stream.last < stream.end && _rewardWeight() < LEAST_WEIGHT;
    return still ? stream.end + (block.timestamp - stream.last) : stream.end;
  }

  /// @notice Tokens held for unclaimed rewards: the emission, emitted yet or not, and the voters' part of
  /// fees.
  function vault() external view returns (uint256) {
    return _vault;
  }

  /// @dev The weight of all stake in the emission.
  function _rewardWeight() internal view virtual returns (uint256);

  /// @dev Brings the accumulator up to now. Call it before any change of weight.
  function _accrueEmission() internal returns (uint256 rewardPerWeight) {
    Stream memory stream = _stream;
    rewardPerWeight = stream.rewardPerWeight;
    if (stream.last >= stream.end || stream.last == block.timestamp) return rewardPerWeight;
    if (_rewardWeight() < LEAST_WEIGHT) {
      stream.end = (stream.end + (block.timestamp - stream.last)).toUint48();
    } else {
      rewardPerWeight = _previewEmission(stream);
      stream.rewardPerWeight = rewardPerWeight.toUint128();
    }
    stream.last = uint48(block.timestamp);
    _stream = stream;
  }

  /// @dev The accumulator as of now.
  function _previewEmission(Stream memory stream) internal view returns (uint256 rewardPerWeight) {
    rewardPerWeight = stream.rewardPerWeight;
    uint256 until = block.timestamp < stream.end ? block.timestamp : stream.end;
    uint256 weight = _rewardWeight();
    if (until <= stream.last || weight < LEAST_WEIGHT) return rewardPerWeight;
    uint256 emitted = _rate * (until - stream.last);
    rewardPerWeight += (emitted << WEIGHT_FRACTION_BITS) / weight;
  }
}
