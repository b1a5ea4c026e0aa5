// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title The emission vault: so many tokens a second, over all weight.
/// @notice One accumulator holds the reward of one unit of weight since the start. While there is no weight the
/// stream stands still and its end moves on: nothing is stranded and nothing promised that is not there.
abstract contract Emission is AccessManaged {
  using SafeERC20 for IERC20;
  using SafeCast for uint256;

  struct Stream {
    uint96 rate;
    uint48 end;
    uint48 last;
  }

  /// @dev Rewards for one unit of weight or share are fixed point with 128 fractional bits: a share is at least
  /// a millionth of a wei, so what one update rounds away is below a wei.
  uint8 internal constant FRACTION_BITS = 128;

  /// @notice The token staked and paid out.
  IERC20 public immutable token;

  Stream private _stream;
  uint256 internal _rewardPerWeight;

  /// @dev Rewards accrued and not yet claimed. Every claim is taken from here, so a mistake in rewards can never
  /// pay them out of stake. Shares a slot with the total of stake, which is written together with it.
  uint128 internal _rewardsOwed;

  event Funded(address indexed by, uint256 amount, uint256 rate, uint256 end);

  /// @notice Less than one wei a second.
  error EmissionTooSmall(uint256 amount, uint256 duration);
  error ZeroDuration();

  constructor(IERC20 token_, address authority_) AccessManaged(authority_) {
    token = token_;
  }

  /// @notice Adds up to `amount` tokens of the caller to what is left and spreads all of it evenly over
  /// `duration` seconds from now. Takes only what divides into whole wei a second.
  /// @dev Restricted: whoever may fund may also slow the stream down.
  function fund(uint256 amount, uint256 duration) external restricted {
    if (duration == 0) revert ZeroDuration();
    if (amount < duration) revert EmissionTooSmall(amount, duration);
    _accrueEmission();

    Stream memory stream = _stream;
    uint256 left = _left(stream);
    uint256 rate = (left + amount) / duration;
    uint256 end = block.timestamp + duration;
    _stream = Stream({ rate: rate.toUint96(), end: end.toUint48(), last: uint48(block.timestamp) });
    // amount >= duration, so the remainder of the division is never more than `amount`.
    uint256 taken = rate * duration - left;
    emit Funded(msg.sender, taken, rate, end);

    token.safeTransferFrom(msg.sender, address(this), taken);
  }

  /// @notice Tokens a second while there is weight; 0 once all is emitted.
  function emissionRate() external view returns (uint256) {
    return emissionEnd() > block.timestamp ? _stream.rate : 0;
  }

  /// @notice When all is emitted, if there is weight from now on.
  function emissionEnd() public view returns (uint256) {
    Stream memory stream = _stream;
    bool paused = stream.last < stream.end && _rewardWeight() == 0;
    return paused ? stream.end + (block.timestamp - stream.last) : stream.end;
  }

  /// @dev What all stake counts for in the emission.
  function _rewardWeight() internal view virtual returns (uint256);

  /// @dev Brings the accumulator to now. Comes before any change of weight.
  function _accrueEmission() internal returns (uint256 rewardPerWeight) {
    Stream memory stream = _stream;
    if (stream.last >= stream.end || stream.last == block.timestamp) return _rewardPerWeight;
    uint256 emitted;
    (rewardPerWeight, emitted) = _previewEmission();
    if (_rewardWeight() == 0) {
      stream.end = (stream.end + (block.timestamp - stream.last)).toUint48();
    } else {
      _rewardPerWeight = rewardPerWeight;
      _rewardsOwed += emitted.toUint128();
    }
    stream.last = uint48(block.timestamp);
    _stream = stream;
  }

  /// @dev The accumulator as of now, and what was emitted since the last update.
  function _previewEmission() internal view returns (uint256 rewardPerWeight, uint256 emitted) {
    Stream memory stream = _stream;
    rewardPerWeight = _rewardPerWeight;
    uint256 until = block.timestamp < stream.end ? block.timestamp : stream.end;
    if (until <= stream.last) return (rewardPerWeight, 0);
    uint256 weight = _rewardWeight();
    if (weight == 0) return (rewardPerWeight, 0);
    emitted = stream.rate * (until - stream.last);
    rewardPerWeight += (emitted << FRACTION_BITS) / weight;
  }

  /// @dev Tokens of the stream not yet emitted at its last update.
  function _left(Stream memory stream) private pure returns (uint256) {
    return stream.last < stream.end ? uint256(stream.rate) * (stream.end - stream.last) : 0;
  }
}
